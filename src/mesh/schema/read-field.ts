import type * as z from 'zod/mini';
import { errorAt, type Path, type Problem, pathText, quoted } from '../../problem';
import { accepts, type Field, notesOn, type ValueOf } from './fields';
import { nearest } from './nearest';

/** What a schema says against an input. */
export interface Faults {
  /** One for each unknown key, wrong value or missing value. */
  readonly problems: readonly Problem[];
  /** Places whose value nobody knows: those of the problems, and those that a misspelt key stands for. */
  readonly paths: readonly Path[];
}

/** What reading a value gives: the value, or what is wrong with it. */
export type Reading<F extends Field> =
  | { readonly value: ValueOf<F>; readonly faults?: never }
  | { readonly value?: never; readonly faults: Faults };

/** A schema whose keys people may have in mind, and what to call it. */
export interface OtherSchema {
  readonly schema: Field;
  readonly name: string;
}

/**
 * Reads a value as a field describes it.
 * @param other a schema whose keys are told apart from misspelt ones
 */
export function readField<F extends Field>(field: F, input: unknown, other?: OtherSchema): Reading<F> {
  const { success, data, error } = field.safeParse(input);
  return success
    ? { value: data as ValueOf<F> }
    : { faults: schemaFaults(field, input, error.issues, other) };
}

/** Turns what the schema found into problems. */
function schemaFaults(
  schema: z.ZodMiniType,
  input: unknown,
  issues: readonly z.core.$ZodIssue[],
  other: OtherSchema | undefined,
): Faults {
  const misspelt = new Map<string, Path>();
  const found = issues.flatMap(innermost);
  const unknown = found.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return [];
    const path = issue.path as Path;
    const known = knownKeys(schema, path);
    const foreign = other === undefined ? [] : knownKeys(other.schema, path);
    return issue.keys.map((key) => {
      if (other !== undefined && foreign.includes(key)) return keyOfOther([...path, key], other.name);
      const guess = nearest(key, known);
      if (guess !== undefined && valueAt(input, [...path, guess]) === undefined)
        misspelt.set(pathText([...path, guess]), [...path, guess]);
      return unknownKey([...path, key], key, guess, known);
    });
  });
  const wrong = new Map<string, Problem>();
  for (const issue of found) {
    const path = issue.path as Path;
    const at = pathText(path);
    if (issue.code === 'unrecognized_keys' || misspelt.has(at)) continue;
    // One value may fail several checks, such as being an integer and being small.
    if (!wrong.has(at)) wrong.set(at, wrongValue(schema, input, issue, path));
  }
  const problems = [...unknown, ...wrong.values()];
  return { problems, paths: [...problems.map(({ path }) => path), ...misspelt.values()] };
}

/** Where a value may be a list, a map or something else, what is wrong within the list or map counts for itself. */
function innermost(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const items = issue.errors.find((branch) =>
    branch.every(({ path, code }) => path.length > 0 || code === 'unrecognized_keys'),
  );
  return items === undefined || items.length === 0
    ? [issue]
    : items.map((item) => ({ ...item, path: [...issue.path, ...item.path] }));
}

function wrongValue(schema: z.ZodMiniType, input: unknown, issue: z.core.$ZodIssue, path: Path): Problem {
  if (issue.code === 'invalid_key') {
    const expected = issue.issues[0]?.message ?? issue.message;
    return { ...errorAt(path, `expected ${expected}, got ${quoted(path.at(-1))}`), atKey: true };
  }
  const found = valueAt(input, path);
  return errorAt(path, `expected ${issue.message}, got ${quoted(found)}`, fixFor(schema, issue, path, found));
}

function fixFor(
  schema: z.ZodMiniType,
  issue: z.core.$ZodIssue,
  path: Path,
  found: unknown,
): string | undefined {
  const own: unknown = issue.code === 'custom' ? issue.params?.fix : undefined;
  if (typeof own === 'string') return own;
  const at = schemaAt(schema, path);
  const advice = at === undefined ? undefined : adviceOn(at, found);
  const noted = at === undefined ? undefined : notesOn(at)?.fix;
  return advice ?? noted ?? (found === undefined ? 'Add it' : undefined);
}

function unknownKey(path: Path, key: string, guess: string | undefined, known: readonly string[]): Problem {
  const problem =
    key === '<<'
      ? errorAt(path, 'merge keys are not read', 'Use `defaults:` for what remotes share')
      : errorAt(
          path,
          'unknown key',
          guess === undefined ? `Known keys: ${known.join(', ')}` : `Did you mean ${guess}?`,
        );
  return { ...problem, atKey: true };
}

function keyOfOther(path: Path, owner: string): Problem {
  return {
    ...errorAt(path, `belongs to ${owner}, which is not the release in \`istio\``, 'Remove it'),
    atKey: true,
  };
}

/** The value at a path of the input; undefined when there is none. */
export function valueAt(input: unknown, path: Path): unknown {
  let value = input;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

/** Keys that a schema knows at a path. */
export function knownKeys(schema: z.core.$ZodType, path: Path): string[] {
  const at = schemaAt(schema, path);
  const found = at === undefined ? undefined : definition(at);
  return found !== undefined && 'shape' in found ? Object.keys(found.shape as object) : [];
}

function schemaAt(schema: z.core.$ZodType, path: Path): z.core.$ZodType | undefined {
  let at: z.core.$ZodType | undefined = schema;
  for (const step of path) at = at === undefined ? undefined : childOf(definition(at), step);
  return at;
}

function childOf(def: z.core.$ZodTypeDef, step: string | number): z.core.$ZodType | undefined {
  if ('shape' in def) return valueAt(def.shape, [step]) as z.core.$ZodType | undefined;
  if ('element' in def) return def.element as z.core.$ZodType;
  if ('valueType' in def) return def.valueType as z.core.$ZodType;
  return undefined;
}

/** What a schema is made of, below optional and nullable; of several that it may be, the map. */
function definition(schema: z.core.$ZodType): z.core.$ZodTypeDef {
  const { def } = schema._zod;
  if ('innerType' in def) return definition(def.innerType as z.core.$ZodType);
  const options = 'options' in def ? (def.options as z.core.$ZodType[]).map(definition) : [];
  return options.find((option) => 'shape' in option) ?? def;
}

/** What to do about a value that `schema` refuses, when the way it was written tells. */
export function adviceOn(schema: z.core.$ZodType, found: unknown): string | undefined {
  const takes = (value: unknown): boolean => accepts(schema, value);
  if (found === null) return takes(undefined) ? 'Give it a value, or remove the key' : undefined;
  if (typeof found === 'string') return adviceOnText(schema, found, takes);
  if (typeof found === 'number' || typeof found === 'boolean') {
    return takes(`${found}`) ? `Put quotes around it: "${found}"` : undefined;
  }
  return undefined;
}

function adviceOnText(
  schema: z.core.$ZodType,
  found: string,
  takes: (value: unknown) => boolean,
): string | undefined {
  if (takes(true)) {
    if (/^(?:true|yes|on|y)$/i.test(found)) return 'Write true, without quotes';
    if (/^(?:false|no|off|n)$/i.test(found)) return 'Write false, without quotes';
  }
  if (/\d/.test(found) && takes(Number(found))) return 'Remove the quotes';
  const items = found.split(',').map((item) => item.trim());
  if (found !== '' && takes(items)) return `Write a list: [${shortened(items.join(', '))}]`;
  const word = nearest(found, wordsOf(schema));
  return word === undefined ? undefined : `Did you mean ${word}?`;
}

/** The words of a closed set, but for releases, where the nearest one says nothing. */
function wordsOf(schema: z.core.$ZodType): string[] {
  const { def } = schema._zod;
  if ('innerType' in def) return wordsOf(def.innerType as z.core.$ZodType);
  if (!('entries' in def)) return [];
  return Object.values(def.entries as Record<string, string>).filter((word) => !/\d/.test(word));
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 40)}…` : text;
}
