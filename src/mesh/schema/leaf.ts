import { createRequire } from 'node:module';
import type * as z from 'zod/mini';

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
}

/**
 * A field of a file that people write: one description from which come its type, its JSON Schema, its errors and its
 * documentation.
 */
export interface Field<Schema extends z.ZodMiniType = z.ZodMiniType> {
  /**
   * Whether a value is right. Says the same as {@link Field.schema}, which takes longer to make than a mesh of one
   * cluster to check, and so is asked only for what is wrong.
   */
  accepts(value: unknown): boolean;
  /** The schema; made at the first call. */
  schema(): Schema;
}

/** What TypeScript knows of a right value. Nobody changes what a person wrote. */
export type ValueOf<F extends Field> = Unchanging<z.infer<SchemaOf<F>>>;
type Unchanging<T> = T extends readonly (infer Item)[]
  ? readonly Unchanging<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Unchanging<T[Key]> }
    : T;
type SchemaOf<F> = F extends Field<infer Schema> ? Schema : never;

let loaded: typeof z | undefined;

/** The schema library, loaded when something is wrong or a schema is to be printed. */
export function zod(): typeof z {
  if (loaded === undefined) {
    loaded = createRequire(import.meta.url)('zod/mini') as typeof z;
    // Compiling a schema takes longer than using it once.
    loaded.config({ jitless: true });
  }
  return loaded;
}

const notes = new WeakMap<object, FieldNotes>();

/** The notes on a field, by its schema. */
export function notesOn(schema: object): FieldNotes | undefined {
  return notes.get(schema);
}

function field<Schema extends z.ZodMiniType>(
  accepts: (value: unknown) => boolean,
  make: (zod: typeof z) => Schema,
): Field<Schema> {
  let made: Schema | undefined;
  return {
    accepts,
    schema: () => {
      made ??= make(zod());
      return made;
    },
  };
}

/** The same field with notes. */
export function noted<Schema extends z.ZodMiniType>(plain: Field<Schema>, own: FieldNotes): Field<Schema> {
  return field(plain.accepts, () => {
    const schema = plain.schema().clone() as Schema;
    notes.set(schema, own);
    return schema;
  });
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
): Field<z.ZodMiniString<string>> {
  return field(
    (value) => typeof value === 'string' && test(value),
    ({ string }) =>
      string({ error: expected }).check(({ value, issues }) => {
        if (test(value)) return;
        const params = { fix: fix?.(value) };
        issues.push({ code: 'custom', input: value, message: expected, params, continue: true });
      }),
  );
}

/** An integer from `least` to `most`. */
export function integer(least: number, most: number = 2 ** 31 - 1): Field<z.ZodMiniNumber<number>> {
  const error = most === 2 ** 31 - 1 ? `an integer, ${least} or more` : `an integer from ${least} to ${most}`;
  return field(
    (value) => Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most,
    ({ int, gte, lte }) => int({ error }).check(gte(least, { error }), lte(most, { error })),
  );
}

/** A finite number that passes `test`. */
export function number(error: string, test: (value: number) => boolean): Field<z.ZodMiniNumber<number>> {
  return field(
    (value) => typeof value === 'number' && Number.isFinite(value) && test(value),
    (zod) => zod.number({ error }).check(zod.refine(test, { error })),
  );
}

/** `true` or `false`. */
export function flag(): Field<z.ZodMiniBoolean<boolean>> {
  return field(
    (value) => typeof value === 'boolean',
    ({ boolean }) => boolean({ error: 'true or false' }),
  );
}

/** One word of a closed set. */
export function oneOf<const Words extends readonly string[]>(
  words: Words,
  error = `one of ${words.join(', ')}`,
): Field<z.ZodMiniEnum<{ [Word in Words[number]]: Word }>> {
  return field(
    (value) => typeof value === 'string' && words.includes(value),
    (zod) => zod.enum(words, { error }),
  );
}

/** A list of `item`. */
export function list<F extends Field>(item: F, error?: string): Field<z.ZodMiniArray<SchemaOf<F>>> {
  return field(
    (value) => Array.isArray(value) && value.every((entry) => item.accepts(entry)),
    ({ array }) => array(item.schema() as SchemaOf<F>, ...(error === undefined ? [] : [{ error }])),
  );
}

type ShapeOf<Fields> = { readonly [Key in keyof Fields]: SchemaOf<Fields[Key]> };
type Fields = Readonly<Record<string, Field>>;

/** A map with exactly these keys. */
export function group<F extends Fields>(fields: F): Field<z.ZodMiniObject<ShapeOf<F>, z.core.$strict>> {
  const keys = Object.keys(fields);
  const some =
    keys.length > 4 ? `keys such as ${keys.slice(0, 3).join(', ')}` : `the keys ${keys.join(', ')}`;
  return field(
    (value) =>
      isPlainMap(value) &&
      Object.keys(value).every((key) => Object.hasOwn(fields, key)) &&
      holds(fields, value),
    ({ strictObject }) => strictObject(shapeOf(fields), { error: `a map with ${some}` }),
  );
}

/** A map with these keys among others, which are left out. */
export function looseGroup<F extends Fields>(
  fields: F,
  error?: string,
): Field<z.ZodMiniObject<ShapeOf<F>, z.core.$strip>> {
  return field(
    // Only the schema leaves out the others.
    () => false,
    ({ object }) => object(shapeOf(fields), ...(error === undefined ? [] : [{ error }])),
  );
}

/** A map with any keys that `key` accepts. */
export function record<F extends Field>(
  key: Field<z.ZodMiniString<string>>,
  value: F,
  error: string,
): Field<z.ZodMiniRecord<z.ZodMiniString<string>, SchemaOf<F>>> {
  return field(
    (map) =>
      isPlainMap(map) &&
      Object.entries(map).every(([name, entry]) => key.accepts(name) && value.accepts(entry)),
    (zod) => zod.record(key.schema(), value.schema() as SchemaOf<F>, { error }),
  );
}

/** One of several kinds of value. */
export function union<const F extends readonly Field[]>(
  options: F,
  error: string,
): Field<z.ZodMiniUnion<{ readonly [Index in keyof F]: SchemaOf<F[Index]> }>> {
  return field(
    (value) => options.some((option) => option.accepts(value)),
    (zod) => zod.union(options.map((option) => option.schema()) as never, { error }),
  );
}

/** The field may be null. */
export function nullable<F extends Field>(plain: F): Field<z.ZodMiniNullable<SchemaOf<F>>> {
  return field(
    (value) => value === null || plain.accepts(value),
    (zod) => zod.nullable(plain.schema() as SchemaOf<F>),
  );
}

/** The field may be absent. */
export function optional<F extends Field>(plain: F, own?: FieldNotes): Field<z.ZodMiniOptional<SchemaOf<F>>> {
  return field(
    (value) => value === undefined || plain.accepts(value),
    (zod) => zod.optional((own === undefined ? plain : noted(plain, own)).schema() as SchemaOf<F>),
  );
}

function shapeOf<F extends Fields>(fields: F): ShapeOf<F> {
  return Object.fromEntries(Object.entries(fields).map(([key, { schema }]) => [key, schema()])) as ShapeOf<F>;
}

function holds(fields: Fields, map: Readonly<Record<string, unknown>>): boolean {
  for (const key in fields) if (fields[key]?.accepts(map[key]) !== true) return false;
  return true;
}

function isPlainMap(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
