import type * as z from 'zod/mini';
import { looksLikeCredential } from '../../credential-like';
import { fieldAt } from '../../kubernetes/fields';
import { errorAt, type Path, type Problem, pathText, quoted } from '../../problem';
import { accepts, type Field, notesOn, type ValueOf } from './fields';
import { nearest } from './nearest';

/** The problems of an input. */
interface Faults {
  /** One for each unknown key, wrong value or missing value. */
  readonly problems: readonly Problem[];
  /** Places whose value is unknown: those of the problems, and the keys that a misspelt one probably means. */
  readonly paths: readonly Path[];
}

/** The value, or what is wrong with it. */
type Reading<F extends Field> =
  | { readonly value: ValueOf<F>; readonly faults?: never }
  | { readonly value?: never; readonly faults: Faults };

/** A schema whose keys the user may have mistaken for this one's, and its name. */
export interface OtherSchema {
  readonly schema: Field;
  readonly name: string;
}

/**
 * Reads a value according to a field.
 * @param other a schema whose keys get a different message than misspelt ones
 * @param show formats an invalid value for messages
 */
export function readField<F extends Field>(
  field: F,
  input: unknown,
  other?: OtherSchema,
  show: (value: unknown) => string = quoted,
): Reading<F> {
  const { success, data, error } = field.safeParse(input);
  return success
    ? { value: data as ValueOf<F> }
    : { faults: schemaFaults(field, input, error.issues, { other, show }) };
}

/**
 * Limit of unknown keys of one map that get a message each. Nobody reads thousands, and each is compared with all
 * known keys.
 */
const MOST_UNKNOWN = 20;

function schemaFaults(
  schema: z.ZodMiniType,
  input: unknown,
  issues: readonly z.core.$ZodIssue[],
  { other, show }: { readonly other: OtherSchema | undefined; readonly show: (value: unknown) => string },
): Faults {
  const misspelt = new Map<string, Path>();
  /** Unknown keys over the limit: they are only counted. */
  const counted: Path[] = [];
  const innermostIssues = issues.flatMap(innermost);
  const unknown = innermostIssues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return [];
    const path = issue.path as Path;
    const known = knownKeys(schema, path);
    const foreign = other === undefined ? [] : knownKeys(other.schema, path);
    const [first, more] = [issue.keys.slice(0, MOST_UNKNOWN), issue.keys.slice(MOST_UNKNOWN)];
    counted.push(...more.map((key) => [...path, key]));
    const end = more.length === 0 ? '' : ` (and ${more.length} more in this map)`;
    return first.map((key, index) => {
      const at = [...path, key];
      if (other !== undefined && foreign.includes(key))
        return keyProblem(at, `belongs to ${other.name}, which is not the release in \`istio\``, 'Remove it');
      const guess = nearest(key, known);
      if (guess !== undefined && fieldAt(input, ...path, guess) === undefined)
        misspelt.set(pathText([...path, guess]), [...path, guess]);
      if (key === '<<')
        return keyProblem(at, 'merge keys are not read', 'Use `defaults:` for what remotes share');
      const fix = guess === undefined ? `Known keys: ${known.join(', ')}` : `Did you mean ${guess}?`;
      return keyProblem(at, index === MOST_UNKNOWN - 1 ? `unknown key${end}` : 'unknown key', fix);
    });
  });
  const wrongValues = new Map<string, Problem>();
  for (const issue of innermostIssues) {
    const path = issue.path as Path;
    const at = pathText(path);
    if (issue.code === 'unrecognized_keys' || misspelt.has(at)) continue;
    // One value may fail several checks, for example "is an integer" and "is small".
    if (!wrongValues.has(at)) wrongValues.set(at, wrongValue(schema, input, issue, path, show));
  }
  const problems = [...unknown, ...wrongValues.values()];
  return { problems, paths: [...problems.map(({ path }) => path), ...counted, ...misspelt.values()] };
}

/** If a value may be a list or map or something else, returns the issues of the list or map. */
function innermost(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const items = issue.errors.find((branch) =>
    branch.every(({ path, code }) => path.length > 0 || code === 'unrecognized_keys'),
  );
  return items === undefined || items.length === 0
    ? [issue]
    : items.map((item) => ({ ...item, path: [...issue.path, ...item.path] }));
}

function wrongValue(
  schema: z.ZodMiniType,
  input: unknown,
  issue: z.core.$ZodIssue,
  path: Path,
  show: (value: unknown) => string,
): Problem {
  if (issue.code === 'invalid_key') {
    const expected = issue.issues[0]?.message ?? issue.message;
    return keyProblem(path, `expected ${expected}, got ${show(path.at(-1))}`);
  }
  const found = fieldAt(input, ...path);
  // Advice often repeats the value in another form, for example in small letters.
  const isHidden = typeof found === 'string' && (looksLikeCredential(found) || show(found).endsWith('…'));
  const fix = fixFor(schema, issue, path, found);
  const isUnsafe = isHidden && fix !== undefined && repeats(fix, found);
  return errorAt(path, `expected ${issue.message}, got ${show(found)}`, isUnsafe ? 'Correct it' : fix);
}

/** Whether an advice contains a part of a value, whatever the case and the characters between. */
function repeats(advice: string, value: string): boolean {
  const [said, hidden] = [letters(advice), letters(value.slice(0, LONGEST_MISTAKE))];
  return Array.from(hidden, (_, index) => hidden.slice(index, index + 12)).some(
    (part) => part.length === 12 && said.includes(part),
  );
}

function letters(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
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

function keyProblem(path: Path, message: string, fix?: string): Problem {
  return { ...errorAt(path, message, fix), atKey: true };
}

/** Returns the keys that a schema accepts at a path. */
export function knownKeys(schema: z.core.$ZodType, path: Path): string[] {
  const at = schemaAt(schema, path);
  const def = at === undefined ? {} : definition(at);
  return 'shape' in def ? Object.keys(def.shape as object) : [];
}

function schemaAt(schema: z.core.$ZodType, path: Path): z.core.$ZodType | undefined {
  let at: z.core.$ZodType | undefined = schema;
  for (const step of path) at = at === undefined ? undefined : childOf(definition(at), step);
  return at;
}

function childOf(def: z.core.$ZodTypeDef, step: string | number): z.core.$ZodType | undefined {
  if ('shape' in def) return fieldAt(def.shape, step) as z.core.$ZodType | undefined;
  if ('element' in def) return def.element as z.core.$ZodType;
  if ('valueType' in def) return def.valueType as z.core.$ZodType;
  return undefined;
}

/** Unwraps optional and nullable; of a union, returns the map. */
function definition(schema: z.core.$ZodType): z.core.$ZodTypeDef {
  const { def } = schema._zod;
  if ('innerType' in def) return definition(def.innerType as z.core.$ZodType);
  const options = 'options' in def ? (def.options as z.core.$ZodType[]).map(definition) : [];
  return options.find((option) => 'shape' in option) ?? def;
}

/** Returns what to do about an invalid value if its form shows the mistake. */
function adviceOn(schema: z.core.$ZodType, found: unknown): string | undefined {
  const takes = (value: unknown): boolean => accepts(schema, value);
  if (found === null) return takes(undefined) ? 'Give it a value, or remove the key' : undefined;
  if (typeof found === 'string') return adviceOnText(schema, found, takes);
  if (typeof found === 'number' || typeof found === 'boolean') {
    return takes(`${found}`) ? `Put quotes around it: "${found}"` : undefined;
  }
  return undefined;
}

/** Longer texts get no advice on their mistake. */
const LONGEST_MISTAKE = 1000;

function adviceOnText(
  schema: z.core.$ZodType,
  found: string,
  takes: (value: unknown) => boolean,
): string | undefined {
  if (found.length > LONGEST_MISTAKE) return undefined;
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

/** Returns the words of a closed set. Excludes releases, where the nearest one means nothing. */
function wordsOf(schema: z.core.$ZodType): string[] {
  const { def } = schema._zod;
  if ('innerType' in def) return wordsOf(def.innerType as z.core.$ZodType);
  if (!('entries' in def)) return [];
  return Object.values(def.entries as Record<string, string>).filter((word) => !/\d/.test(word));
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 40)}…` : text;
}
