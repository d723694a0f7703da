import fc from 'fast-check';
import { type Field, group, jsonSchemaOf, type ValueOf } from '../../src/mesh/schema/fields';

interface Property {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
}

/**
 * Any values of the fields that are a flag, a word of a closed set or an integer. A new option of these types is then
 * part of every arbitrary mesh. Leaves out other fields, because they need meaningful values.
 */
export function simpleFields<F extends Readonly<Record<string, Field>>>(fields: F) {
  const { properties } = jsonSchemaOf(group(fields), () => '') as { properties: Record<string, Property> };
  const simple = Object.entries(properties).flatMap(([name, property]) => {
    const values = valuesOf(property);
    return values === undefined ? [] : [[name, values]];
  });
  return Object.fromEntries(simple) as {
    [Name in keyof F]: fc.Arbitrary<Exclude<ValueOf<F[Name]>, undefined>>;
  };
}

function valuesOf({ type, enum: words, minimum, maximum }: Property): fc.Arbitrary<unknown> | undefined {
  if (words !== undefined) return fc.constantFrom(...words);
  if (type === 'boolean') return fc.boolean();
  if (type === 'integer' && minimum !== undefined && maximum !== undefined)
    return fc.integer({ min: minimum, max: maximum });
  return undefined;
}
