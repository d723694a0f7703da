import * as z from 'zod/mini';

// Compiling the schema takes longer than checking a mesh of one cluster, and saves little for a thousand.
z.config({ jitless: true });

/** Notes on a field; they become the JSON Schema's and, from there, the table in docs/configuration.md. */
export interface FieldNotes {
  /** What the field says, one sentence. */
  readonly description: string;
  /** The Helm value that it replaces, when there is one. */
  readonly helm?: string;
  /** The value without it, as text. */
  readonly default?: string;
  /** What to do when the field is missing or wrong, one sentence. */
  readonly fix?: string;
  /** Regular expression for editors; the real check is the schema's own. */
  readonly pattern?: string;
}

/** Keeps notes with a schema, where {@link jsonSchema} and the documentation find them. */
export const fieldNotes = z.registry<FieldNotes>();

/** Adds notes to any schema. */
export function noted<T extends z.ZodMiniType>(schema: T, notes: FieldNotes): T {
  // The same leaf stands under several names: all but the first get a copy. A leaf that also stands without a name,
  // as the item of a list, may not come here.
  const own = fieldNotes.has(schema) ? (schema.clone() as T) : schema;
  fieldNotes.add(own, notes);
  return own;
}

/**
 * A string that passes `test`.
 * @param expected completes "expected …" in the error
 * @param fix what to do about a certain wrong string, when that is plain to see
 */
export function text(
  expected: string,
  test: (value: string) => boolean,
  fix?: (value: string) => string | undefined,
): z.ZodMiniString<string> {
  return z.string({ error: expected }).check(({ value, issues }) => {
    if (test(value)) return;
    issues.push({
      code: 'custom',
      input: value,
      message: expected,
      params: { fix: fix?.(value) },
      continue: true,
    });
  });
}

/** An integer from `least` to `most`. */
export function integer(least: number, most: number = 2 ** 31 - 1): z.ZodMiniNumber<number> {
  const expected =
    most === 2 ** 31 - 1 ? `an integer, ${least} or more` : `an integer from ${least} to ${most}`;
  return z
    .int({ error: expected })
    .check(z.gte(least, { error: expected }), z.lte(most, { error: expected }));
}

/** `true` or `false`. */
export function flag(): z.ZodMiniBoolean<boolean> {
  return z.boolean({ error: 'true or false' });
}

/** One word of a closed set. */
export function oneOf<const Words extends readonly string[]>(
  words: Words,
  expected = `one of ${words.join(', ')}`,
) {
  return z.enum(words, { error: expected });
}

/** A list of `item`. */
export function list<T extends z.ZodMiniType>(item: T, expected: string): z.ZodMiniArray<T> {
  return z.array(item, { error: expected });
}

/** A map with exactly these keys, each optional unless said otherwise by `required`. */
export function group<Shape extends z.core.$ZodLooseShape>(
  shape: Shape,
): z.ZodMiniObject<Shape, z.core.$strict> {
  const keys = Object.keys(shape);
  const some =
    keys.length > 4 ? `keys such as ${keys.slice(0, 3).join(', ')}` : `the keys ${keys.join(', ')}`;
  return z.strictObject(shape, { error: `a map with ${some}` });
}

/** The field may be absent. */
export function optional<T extends z.ZodMiniType>(schema: T, notes?: FieldNotes): z.ZodMiniOptional<T> {
  return z.optional(notes === undefined ? schema : noted(schema, notes));
}
