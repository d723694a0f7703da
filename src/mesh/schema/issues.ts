import type * as z from 'zod/mini';
import { errorAt, type Path, type Problem, quoted } from '../../problem';
import { nearest } from './nearest';

/** Turns what the schema found into problems, one for each unknown key, wrong value or missing value. */
export function issueProblems(
  schema: z.ZodMiniType,
  input: unknown,
  issues: readonly z.core.$ZodIssue[],
): Problem[] {
  return issues.flatMap((issue) => {
    const path = issue.path as Path;
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => unknownKey([...path, key], key, knownKeys(schema, path)));
    }
    if (issue.code === 'invalid_key') return [{ ...errorAt(path, invalidKey(issue, path)), atKey: true }];
    const found = valueAt(input, path);
    const message = `expected ${issue.message}, got ${quoted(found)}`;
    return [errorAt(path, message, found === undefined ? 'Add it' : undefined)];
  });
}

function invalidKey(issue: z.core.$ZodIssueInvalidElement | z.core.$ZodIssueInvalidKey, path: Path): string {
  return `expected ${issue.issues[0]?.message ?? issue.message}, got ${quoted(path.at(-1))}`;
}

function unknownKey(path: Path, key: string, known: readonly string[]): Problem {
  const guess = nearest(key, known);
  const fix = guess === undefined ? `Known keys: ${known.join(', ')}` : `Did you mean ${guess}?`;
  return { ...errorAt(path, 'unknown key', fix), atKey: true };
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
  let at: z.core.$ZodType | undefined = schema;
  for (const step of path) at = at === undefined ? undefined : childOf(definition(at), step);
  const found = at === undefined ? undefined : definition(at);
  return found !== undefined && 'shape' in found ? Object.keys(found.shape as object) : [];
}

function childOf(def: z.core.$ZodTypeDef, step: string | number): z.core.$ZodType | undefined {
  if ('shape' in def) return (def.shape as Record<string, z.core.$ZodType>)[step];
  if ('element' in def) return def.element as z.core.$ZodType;
  if ('valueType' in def) return def.valueType as z.core.$ZodType;
  return undefined;
}

/** What a schema is made of, below optional and nullable. */
function definition(schema: z.core.$ZodType): z.core.$ZodTypeDef {
  const { def } = schema._zod;
  return 'innerType' in def ? definition(def.innerType as z.core.$ZodType) : def;
}
