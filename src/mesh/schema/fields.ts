import * as z from 'zod/mini';

// jitless: compiling a schema takes longer than using it once.
z.config({ jitless: true });

/** Notes on a field. They go into the JSON Schema and, from there, into the table in docs/configuration.md. */
export interface FieldNotes {
  /** What the field means, in one sentence. */
  readonly description: string;
  /** The Helm value that the field replaces, if any. */
  readonly helm?: string;
  /** The value if the field is absent, as text. */
  readonly default?: string;
  /** What to do if the field is missing or invalid, in one sentence. */
  readonly fix?: string;
}

/**
 * A field of a file that users write. Its type, JSON Schema, errors and documentation come from this one description.
 */
export type Field = z.ZodMiniType;

/** The type of a valid value, read-only at every depth. */
export type ValueOf<F extends Field> = Unchanging<z.infer<F>>;
type Unchanging<T> = T extends readonly (infer Item)[]
  ? readonly Unchanging<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Unchanging<T[Key]> }
    : T;

const notes = new WeakMap<object, FieldNotes>();

/** Returns the notes on a field. */
export function notesOn(field: object): FieldNotes | undefined {
  return notes.get(field);
}

/** Adds notes to a field. */
export function noted<F extends Field>(plain: F, own: FieldNotes): F {
  const field = plain.clone() as F;
  notes.set(field, own);
  return field;
}

/** Default limit of characters. It is Linux's longest path, and no name, address or URL needs more. */
const LONGEST_TEXT = 4096;

/**
 * A string that passes `test`. Checks the length first, so that no pattern runs on a huge string.
 * @param expected completes "expected …" in the error
 * @param fix what to do about an invalid string, if its mistake is obvious
 * @param longest limit of characters
 */
export function text(
  expected: string,
  test: (value: string) => boolean,
  fix?: (value: string) => string | undefined,
  longest = LONGEST_TEXT,
) {
  return z.string({ error: expected }).check(({ value, issues }) => {
    if (value.length > longest) {
      const message = `${expected}, at most ${longest} characters`;
      issues.push({ code: 'custom', input: value, message, params: { fix: 'Shorten it' }, continue: true });
      return;
    }
    if (test(value)) return;
    const params = { fix: fix?.(value) };
    issues.push({ code: 'custom', input: value, message: expected, params, continue: true });
  });
}

/** An integer from `least` to `most`. */
export function integer(least: number, most: number = 2 ** 31 - 1) {
  const error = most === 2 ** 31 - 1 ? `an integer, ${least} or more` : `an integer from ${least} to ${most}`;
  return z.int({ error }).check(z.gte(least, { error }), z.lte(most, { error }));
}

/** A finite number that passes `test`. */
export function number(error: string, test: (value: number) => boolean) {
  return z.number({ error }).check(z.refine(test, { error }));
}

/** `true` or `false`. */
export function flag() {
  return z.boolean({ error: 'true or false' });
}

/** One word of a closed set. */
export function oneOf<const Words extends readonly string[]>(
  words: Words,
  error = `one of ${words.join(', ')}`,
) {
  return z.enum(words, { error });
}

/** Any value. */
export function anything() {
  return z.unknown();
}

/** A list of `item`. */
export function list<F extends Field>(item: F, error?: string) {
  return z.array(item, ...(error === undefined ? [] : [{ error }]));
}

type Fields = Readonly<Record<string, Field>>;

/** A map with exactly these keys. */
export function group<F extends Fields>(fields: F) {
  const keys = Object.keys(fields);
  const some =
    keys.length > 4 ? `keys such as ${keys.slice(0, 3).join(', ')}` : `the keys ${keys.join(', ')}`;
  return z.strictObject(fields, { error: `a map with ${some}` });
}

/** A map with at least these keys; other keys are dropped. */
export function looseGroup<F extends Fields>(fields: F, error?: string) {
  return z.object(fields, ...(error === undefined ? [] : [{ error }]));
}

/** A map with any keys that `key` accepts. */
export function record<F extends Field>(key: z.ZodMiniString<string>, value: F, error: string) {
  return z.record(key, value, { error });
}

/** A map that another program reads. Any keys and values are valid. */
export function anyMap(error: string) {
  return z.record(z.string(), z.unknown(), { error });
}

/** One of several kinds of value. */
export function union<const F extends readonly Field[]>(options: F, error: string) {
  return z.union(options, { error });
}

/** Lets the field be null. */
export function nullable<F extends Field>(plain: F) {
  return z.nullable(plain);
}

/** Lets the field be absent. */
export function optional<F extends Field>(plain: F, own?: FieldNotes) {
  return z.optional(own === undefined ? plain : noted(plain, own));
}

/** Whether a field accepts a value. */
export function accepts(field: z.core.$ZodType, value: unknown): boolean {
  return z.safeParse(field, value).success;
}

/**
 * Returns the JSON Schema of a field.
 * @param describe the description of a field with notes
 */
export function jsonSchemaOf(field: Field, describe: (notes: FieldNotes) => string): object {
  const { $schema: _, ...json } = z.toJSONSchema(field, {
    io: 'input',
    target: 'draft-7',
    override: ({ zodSchema, jsonSchema }) => {
      const own = notesOn(zodSchema);
      if (own !== undefined) jsonSchema.description = describe(own);
    },
  });
  return json;
}

/** Describes a field, with the Helm value that it replaces. */
export function whatItSays({ description, helm }: FieldNotes): string {
  return helm === undefined ? description : `${description} Replaces ${helm}.`;
}
