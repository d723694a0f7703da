import { EVENT_ID, parseEvents, YAMLException } from 'js-yaml';
import { errorAt, type Path, type Problem } from '../../problem';
import { CORE, type Dialect, Fraction, type FractionReader, MANIFEST } from './dialects';
import { excerptFor } from './excerpt';
import { type Fault, faultsIn } from './faults';
import { offsetOf } from './place';
import { lineIndex } from './position';
import { syntaxMessage } from './syntax-error';
import { applyEdits } from './text-edit';
import { readTree } from './tree';
import { buildValue } from './values';

/** A YAML document that was read, and that still finds where each value came from. */
export interface YamlSource {
  /** Maps, lists, strings, numbers, booleans and null; undefined after a syntax error, and for nothing at all. */
  readonly value: unknown;
  /** Syntax errors, repeated keys and the like, located. */
  readonly problems: readonly Problem[];
  /** Places whose value could not be read, as one of the problems says. */
  readonly unread: readonly Path[];
  /** Gives each problem that lacks them its line and column: those of its value, or of the nearest one around it. */
  locate(problems: readonly Problem[]): Problem[];
}

/**
 * Reads one document of YAML 1.2 (core schema, without tags and merge keys), or of JSON.
 * @param file name for the messages
 * @param fraction what fractions mean. @default the number
 */
export function readYaml(
  text: string,
  file: string,
  fraction: FractionReader = (_, written) => Number(written),
): YamlSource {
  const { documents, ...source } = readText(text, file, CORE);
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
 * Valid texts are read by js-yaml, which is the fastest. What is wrong with the others, and where, `yaml` finds out:
 * its tree of a large mesh takes more time and memory than everything else, and few runs need it.
 */
function readText(
  written: string,
  file: string | undefined,
  dialect: Dialect,
): YamlSource & { readonly documents: number } {
  const text = readable(written);
  const lines = lineIndex(text);
  const at = (offset: number, path: Path, message: string, fix?: string): Problem => {
    const place = file === undefined ? {} : { file };
    return { ...errorAt(path, message, fix), ...place, position: lines(offset) };
  };
  const locate = (problems: readonly Problem[]): Problem[] => located(problems, text, file);
  try {
    const events = parseEvents(text, { maxDepth: dialect.depth });
    const count = events.filter(({ type }) => type === EVENT_ID.DOCUMENT).length;
    const documents = events[1]?.type === EVENT_ID.POP ? 0 : count;
    const rest = { documents, locate };
    if (documents === 0) return { ...rest, value: undefined, problems: [], unread: [] };
    const built = buildValue(text, events, dialect);
    if (built?.isClean) return { ...rest, value: built.value, problems: [], unread: [] };
    const { root } = readTree(text);
    const faults = root === undefined ? [] : faultsIn(root, dialect);
    return {
      ...rest,
      value:
        built === undefined || faults.some(({ alias }) => alias)
          ? valueWithout(faults, text, dialect)
          : built.value,
      problems: faults.flatMap(({ offset, path, message, fix }) =>
        message === undefined ? [] : [at(offset, path, message, fix)],
      ),
      unread: faults.filter(({ isUnread }) => isUnread).map(({ path }) => path),
    };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const problem = at(error.mark?.position ?? 0, [], ...syntaxMessage(text, error));
    return { value: undefined, problems: [problem], unread: [[]], documents: 1, locate };
  }
}

/** The value with null for each alias that has none. */
function valueWithout(faults: readonly Fault[], text: string, dialect: Dialect): unknown {
  const edits = faults.flatMap(({ alias }) =>
    alias === undefined
      ? []
      : [{ start: alias.start, end: alias.end, text: '~'.padEnd(alias.end - alias.start) }],
  );
  const patched = applyEdits(text, edits);
  return buildValue(patched, parseEvents(patched, { maxDepth: dialect.depth }), dialect)?.value;
}

function located(problems: readonly Problem[], text: string, file: string | undefined): Problem[] {
  const lost = problems.filter(({ position }) => position === undefined);
  const excerpt = excerptFor(
    text,
    lost.map(({ path }) => path),
  );
  const root = lost.length === 0 ? undefined : readTree(excerpt).root;
  const lines = lineIndex(excerpt);
  return problems.map((problem) => ({
    ...problem,
    ...(file === undefined ? {} : { file }),
    position: problem.position ?? lines(offsetOf(root, problem.path, problem.atKey)),
  }));
}

/** Without a byte order mark, and with blanks for the tabs that indent JSON. */
function readable(written: string): string {
  const text = written.replace(/^\ufeff/, '');
  return /^\s*[[{]/.test(text) ? text.replace(/^[ \t]+/gm, (indent) => ' '.repeat(indent.length)) : text;
}

/** Puts the meaning of each fraction in its place. */
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
