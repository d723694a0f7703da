import { readFileSync } from 'node:fs';
import type { LineName } from '../../src/mesh/mesh';
import type { Path } from '../../src/problem';

/** The JSON Schema of mesh.yaml at one value. */
interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

/** Represents any key of a map with free keys. */
export const ANY_KEY = 'any-key';

const { then: of10, else: ofCurrent } = JSON.parse(readFileSync('schema/mesh.schema.json', 'utf8')) as {
  readonly then: Schema;
  readonly else: Schema;
};
const SCHEMAS: Readonly<Record<LineName, Schema>> = { '1.0': of10, current: ofCurrent };

const alternatives = (schema: Schema): readonly Schema[] => {
  const parts = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap(alternatives);
  return [schema, ...parts];
};

/** Every place of a mesh that may have a value, including maps and lists. Lists have one item. */
export function placesInSchema(line: LineName): Path[] {
  const found = new Map<string, Path>();
  const visit = (schema: Schema, path: Path): void => {
    if (path.length > 0) found.set(path.join('.'), path);
    for (const { properties = {}, additionalProperties, items } of alternatives(schema)) {
      for (const [key, inner] of Object.entries(properties)) visit(inner, [...path, key]);
      if (typeof additionalProperties === 'object') visit(additionalProperties, [...path, ANY_KEY]);
      if (items !== undefined) visit(items, [...path, 0]);
    }
  };
  visit(SCHEMAS[line], []);
  return [...found.values()];
}

/** Returns a mesh with a value at a place, and with the values that the schema requires on the way. */
export function meshWith(line: LineName, base: object, path: Path, value: unknown): unknown {
  return withValue(SCHEMAS[line], base, path, value);
}

function withValue(schema: Schema, base: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value;
  const inside = (inner: Schema | undefined, below: unknown): unknown =>
    withValue(inner ?? {}, below, rest, value);
  for (const one of alternatives(schema)) {
    const { properties = {}, additionalProperties, items, required = [] } = one;
    if (step === 0 && items !== undefined) return [inside(items, Array.isArray(base) ? base[0] : undefined)];
    const inner = Object.hasOwn(properties, step) ? properties[step] : additionalProperties;
    if (step === 0 || inner === undefined || typeof inner === 'boolean') continue;
    const missing = required.map((key) => [key, sample(properties[key] ?? {})] as const);
    const given = Object.entries(typeof base === 'object' && base !== null ? base : {});
    const below = given.find(([key]) => key === step)?.[1];
    return Object.fromEntries([...missing, ...given, [step, inside(inner, below)]]);
  }
  return value;
}

/** Returns a value of the type that the schema requires. */
function sample(schema: Schema): unknown {
  const [first] = schema.enum ?? [];
  if (first !== undefined || schema.const !== undefined) return first ?? schema.const;
  const { type, minimum = 1, properties = {}, required = [] } = schema;
  if (type === 'object')
    return Object.fromEntries(required.map((key) => [key, sample(properties[key] ?? {})]));
  if (type === 'array') return [];
  if (type === 'boolean') return true;
  if (type === 'integer' || type === 'number') return minimum;
  const [, other] = alternatives(schema);
  return other === undefined ? 'a' : sample(other);
}
