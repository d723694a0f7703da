import { type Schema, YAMLException } from 'js-yaml';
import { errorAt, type Path, type Problem } from '../../problem';
import {
  CoreValues,
  coreScalar,
  Fraction,
  type FractionReader,
  ManifestValues,
  manifestScalar,
} from './dialects';
import { offsetOf, positionsIn } from './place';
import { plainSchema, readPlain, syntaxMessage } from './plain-values';
import { readTree, TooDeep, type YamlTree } from './tree';
import type { TreeValues } from './tree-values';

/** A YAML document after reading. It can still find the place of each value. */
export interface YamlSource {
  /** Maps, lists, strings, numbers, booleans and null. Undefined after a syntax error and for an empty text. */
  readonly value: unknown;
  /** Syntax errors, repeated keys and similar problems, with line and column. */
  readonly problems: readonly Problem[];
  /** Places whose value could not be read. A problem reports each. */
  readonly unread: readonly Path[];
  /** Adds line and column to problems without them: those of their value, or of the nearest one around it. */
  locate(problems: readonly Problem[]): Problem[];
}

interface Dialect {
  /** Limit of nesting, beyond what such a file needs. */
  readonly depth: number;
  readonly schema: Schema;
  values(tree: YamlTree): TreeValues;
}

const CORE_SCHEMA = plainSchema(coreScalar, '-+.0123456789nNtTfF~');
const MANIFEST: Dialect = {
  depth: 100,
  schema: plainSchema(manifestScalar, '-+.0123456789~nNyYtTfFoO'),
  values: (tree) => new ManifestValues(tree),
};

/**
 * Reads one document of YAML 1.2 (core schema, without tags and merge keys), or of JSON.
 * @param file name for messages
 * @param fraction returns the meaning of fractions.
 * @default the number
 */
export function readYaml(
  text: string,
  file: string,
  fraction: FractionReader = (_, written) => Number(written),
): YamlSource {
  const values = (tree: YamlTree) => new CoreValues(tree, fraction);
  const { documents, ...source } = readText(text, file, { depth: 40, schema: CORE_SCHEMA, values });
  const failed = (message: string, fix: string): YamlSource => {
    const problem = { ...errorAt([], message, fix), file, position: { line: 1, column: 1 } };
    return { ...source, value: undefined, problems: [problem], unread: [[]] };
  };
  if (documents === 0)
    return failed(
      'the file is empty',
      'Run `istio-remote init` in an empty folder to see what belongs in it',
    );
  if (documents > 1)
    return failed(`expected one YAML document, got ${documents}`, 'Describe one mesh per file');
  return { ...source, value: withFractions(source.value, fraction, []) };
}

/** Reads the first document of a manifest as Kubernetes does: YAML 1.1 with merge keys, or JSON. */
export function readManifest(text: string): YamlSource {
  return readText(text, undefined, MANIFEST);
}

/**
 * Reads valid texts with js-yaml, which is the fastest. For invalid ones, `yaml` finds what is wrong, and where. Its
 * tree of a large mesh costs more time and memory than everything else, and few runs need it.
 */
function readText(
  written: string,
  file: string | undefined,
  { depth, schema, values }: Dialect,
): YamlSource & { readonly documents: number } {
  const text = readable(written);
  const lines = positionsIn(text);
  const at = (offset: number, path: Path, message: string, fix?: string): Problem => {
    const place = file === undefined ? {} : { file };
    return { ...errorAt(path, message, fix), ...place, position: lines(offset) };
  };
  const locate = (problems: readonly Problem[]): Problem[] => located(problems, text, file);
  let found: ReturnType<typeof readPlain> | undefined;
  try {
    found = readPlain(text, depth, schema);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    if (!isClosedFurtherOut(text, error)) {
      const problem = at(error.mark?.position ?? 0, [], ...syntaxMessage(text, error));
      return { value: undefined, problems: [problem], unread: [[]], documents: 1, locate };
    }
  }
  const tree = found?.plain === undefined ? readTree(text) : undefined;
  const documents = found?.documents ?? tree?.documents ?? 1;
  if (tree?.root === undefined)
    return { value: found?.plain?.value, problems: [], unread: [], documents, locate };
  const reader = values(tree);
  const value = reader.read(tree.root);
  const problems = reader.faults.map((fault) => at(fault.offset, fault.path, fault.message, fault.fix));
  return { value, problems, unread: reader.unread, documents, locate };
}

/**
 * Whether js-yaml refuses a text only because a closing bracket is as far left as its key. Go, Python and `yaml`
 * allow that.
 */
function isClosedFurtherOut(text: string, { reason }: YAMLException): boolean {
  if (reason !== 'deficient indentation') return false;
  try {
    return readTree(text).faults.length === 0;
  } catch (error) {
    if (error instanceof TooDeep) return false;
    throw error;
  }
}

function located(problems: readonly Problem[], text: string, file: string | undefined): Problem[] {
  const lost = problems.filter(({ position }) => position === undefined);
  const excerpt = excerptFor(
    text,
    lost.flatMap(({ path, merged }) => [path, ...(merged?.with ?? []).map((other) => other.path)]),
  );
  const root = lost.length === 0 ? undefined : readTree(excerpt).root;
  const lines = positionsIn(excerpt);
  return problems.map((problem) => ({
    ...problem,
    ...(file === undefined ? {} : { file }),
    position: problem.position ?? lines(offsetOf(root, problem.path, problem.atKey)),
    ...(problem.merged === undefined
      ? {}
      : {
          merged: {
            ...problem.merged,
            with: problem.merged.with.map(({ path }) => ({ path, position: lines(offsetOf(root, path)) })),
          },
        }),
  }));
}

/** Removes a byte order mark, and replaces the tabs that indent JSON by blanks. */
function readable(written: string): string {
  const text = written.replace(/^\ufeff/, '');
  return /^\s*[[{]/.test(text) ? text.replace(/^[ \t]+/gm, (indent) => ' '.repeat(indent.length)) : text;
}

function withFractions(value: unknown, meaning: FractionReader, path: (string | number)[]): unknown {
  if (value instanceof Fraction) return value.at(path, meaning);
  if (typeof value !== 'object' || value === null) return value;
  const holder = value as Record<string | number, unknown>;
  for (const key of Array.isArray(value) ? value.keys() : Object.keys(value)) {
    const inner = holder[key];
    if (typeof inner !== 'object' || inner === null) continue;
    path.push(key);
    const settled = withFractions(inner, meaning, path);
    if (settled !== inner) holder[key] = settled;
    path.pop();
  }
  return value;
}

/** Characters. The tree of a longer text costs more time and memory than everything else in a run. */
const LARGE = 100_000;

/**
 * Keeps the lines of a large text that some paths lead to and empties all others, so that lines and columns stay.
 * Only empties keys at the left edge and items of lists right below them, in block style.
 * @param large characters of a large text
 */
export function excerptFor(text: string, paths: readonly Path[], large = LARGE): string {
  if (text.length < large || paths.some(({ length }) => length === 0)) return text;
  const wanted = new Map<unknown, Set<unknown>>();
  for (const [key, item] of paths) wanted.set(key, (wanted.get(key) ?? new Set()).add(item));
  let isKept = true;
  /** The indexes to keep in the current list, and its indentation after its first item. */
  let items: Set<unknown> | undefined;
  let indent: string | undefined;
  let index = -1;
  return text.replace(/[^\r\n]+/g, (line) => {
    if (/^[^\s#\-\]}]/.test(line)) {
      const key = /^([\w.-]+):(?=\s|$)/.exec(line)?.[1];
      const steps = key === undefined ? undefined : wanted.get(key);
      isKept = key === undefined || steps !== undefined;
      const isBare = /:[ \t]*(?:#.*)?$/.test(line);
      items = isBare && [...(steps ?? [])].every((step) => typeof step === 'number') ? steps : undefined;
      indent = undefined;
      index = -1;
    } else if (items !== undefined && !/^[ \t]*(?:#|$)/.test(line)) {
      const dash = /^( *)-(?=\s|$)/.exec(line)?.[1];
      indent ??= dash ?? '';
      if (dash === undefined && index < 0) items = undefined;
      else if (dash === indent) {
        index += 1;
        isKept = items.has(index);
        return isKept ? line : `${indent}-`;
      }
    }
    return isKept ? line : '';
  });
}
