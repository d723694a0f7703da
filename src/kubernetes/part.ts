import type { Construct } from 'constructs';

/**
 * One construct of a cluster, not yet made. What it renders depends on the construct and the props alone, so
 * clusters with equal parts share the rendered text.
 */
export interface Part<Made extends Construct = Construct> {
  readonly id: string;
  /** The construct's class, which says what the props mean. */
  readonly construct: object;
  readonly props: object;
  make(scope: Construct): Made;
  /** How to print it with less work, where it differs from cluster to cluster in one word alone. */
  readonly pattern?: Pattern;
}

/** A part with a mark in the place of one word. What it renders, with the word for the mark, is what the part renders. */
export interface Pattern {
  readonly part: Part;
  readonly mark: string;
  readonly word: string;
}

/** The part that a construct makes of its props. */
export function part<Props extends object, Made extends Construct>(
  id: string,
  construct: new (scope: Construct, id: string, props: Props) => Made,
  props: Props,
): Part<Made> {
  return { id, construct, props, make: (scope) => new construct(scope, id, props) };
}

/** Makes constructs of parts, to be found by name. */
export function madeByName<Made extends Construct>(
  scope: Construct,
  parts: readonly Part<Made>[],
  nameOf: (made: Made) => string,
): Readonly<Record<string, Made>> {
  return Object.fromEntries(parts.map((part) => part.make(scope)).map((made) => [nameOf(made), made]));
}

/** Parts by their roles, as one list in the same order. A role that a cluster does not need is undefined. */
export function partsInOrder(parts: Readonly<Record<string, Part | readonly Part[] | undefined>>): Part[] {
  return Object.values(parts)
    .flat()
    .filter((one) => one !== undefined);
}

/** One file of the output, not yet rendered. */
export interface PlannedFile {
  readonly cluster: string;
  /** File name within the cluster's folder. */
  readonly name: string;
  readonly parts: readonly Part[];
  /** The file itself, when it is not made of parts. */
  readonly text?: string;
}

/** As JSON, with room for the blanks of YAML: `cdk8s synth --stdout` mixes up files of more than 64 KB. */
export const LARGEST_FILE = 45_000;

/**
 * Plans as many files as keep each of them small: `<name>.k8s.yaml`, `<name>-2.k8s.yaml` and so on.
 * @param sizeOf about how many characters the part renders
 */
export function* splitFiles(
  cluster: string,
  name: string,
  all: readonly Part[],
  sizeOf: (part: Part) => number,
): Generator<PlannedFile> {
  let parts: Part[] = [];
  let size = 0;
  let files = 0;
  const file = (): PlannedFile => {
    files += 1;
    return { cluster, name: files === 1 ? `${name}.k8s.yaml` : `${name}-${files}.k8s.yaml`, parts };
  };
  for (const part of all) {
    const length = sizeOf(part);
    if (size + length > LARGEST_FILE && parts.length > 0) {
      yield file();
      parts = [];
      size = 0;
    }
    parts.push(part);
    size += length;
  }
  if (parts.length > 0) yield file();
}

/**
 * Documents joined into as few texts of that size as their order allows; one that is larger stands alone.
 * @param documents each begins with `---`
 */
export function textFiles(documents: readonly string[]): string[] {
  const texts: string[] = [];
  let text = '';
  for (const document of documents) {
    if (text !== '' && text.length + document.length > LARGEST_FILE) {
      texts.push(text);
      text = '';
    }
    text += document;
  }
  return text === '' ? texts : [...texts, text];
}
