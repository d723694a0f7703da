import type { Construct } from 'constructs';

/**
 * One construct of a cluster, not yet created. Only the construct and its props decide what it renders, so clusters
 * with equal parts share the rendered text.
 */
export interface Part<Made extends Construct = Construct> {
  readonly id: string;
  /** The construct's class, which defines the props. */
  readonly construct: object;
  readonly props: object;
  make(scope: Construct): Made;
  /** A cheaper way to print parts that differ from cluster to cluster only in one word. */
  readonly pattern?: Pattern;
}

/**
 * A part with a mark instead of one word. Replacing the mark by the word in the rendered text gives the text of the
 * real part.
 */
interface Pattern {
  readonly part: Part;
  readonly mark: string;
  readonly word: string;
}

/** Returns the part of a construct and its props. */
export function part<Props extends object, Made extends Construct>(
  id: string,
  construct: new (scope: Construct, id: string, props: Props) => Made,
  props: Props,
): Part<Made> {
  return { id, construct, props, make: (scope) => new construct(scope, id, props) };
}

/** Creates the constructs of parts, and returns them by name. */
export function madeByName<Made extends Construct>(
  scope: Construct,
  parts: readonly Part<Made>[],
  nameOf: (construct: Made) => string,
): Readonly<Record<string, Made>> {
  return Object.fromEntries(
    parts.map((part) => part.make(scope)).map((construct) => [nameOf(construct), construct]),
  );
}

/** Returns parts as one list, in the order of their roles. A role that a cluster does not need is undefined. */
export function partsInOrder(parts: Readonly<Record<string, Part | readonly Part[] | undefined>>): Part[] {
  return Object.values(parts)
    .flat()
    .filter((one) => one !== undefined);
}

/** One file of the output, before rendering. */
export interface PlannedFile {
  readonly cluster: string;
  /** File name in the cluster's folder. */
  readonly name: string;
  readonly parts: readonly Part[];
  /** The text of the file, if it has no parts. */
  readonly text?: string;
}

/**
 * Limit of characters as JSON, with room for the blanks of YAML: `cdk8s synth --stdout` mixes up files of more than
 * 64 KB.
 */
const LARGEST_FILE = 45_000;

/** Groups items in order, each group as large as a file may be. A larger item gets its own group. */
function fileGroups<Item>(items: readonly Item[], sizeOf: (item: Item) => number): Item[][] {
  const groups: Item[][] = [];
  let left = 0;
  for (const item of items) {
    const size = sizeOf(item);
    if (size > left || groups.length === 0) {
      groups.push([]);
      left = LARGEST_FILE;
    }
    groups.at(-1)?.push(item);
    left -= size;
  }
  return groups;
}

/**
 * Plans enough files to keep each of them small: `<name>.k8s.yaml`, `<name>-2.k8s.yaml` and so on.
 * @param sizeOf returns the approximate number of rendered characters of a part
 */
export function splitFiles(
  cluster: string,
  name: string,
  parts: readonly Part[],
  sizeOf: (part: Part) => number,
): PlannedFile[] {
  return fileGroups(parts, sizeOf).map((group, index) => ({
    cluster,
    name: index === 0 ? `${name}.k8s.yaml` : `${name}-${index + 1}.k8s.yaml`,
    parts: group,
  }));
}

/**
 * Joins documents into as few files as their order allows. A document that is too large gets its own file.
 * @param documents each begins with `---`
 */
export function textFiles(documents: readonly string[]): string[] {
  return fileGroups(documents, ({ length }) => length).map((group) => group.join(''));
}
