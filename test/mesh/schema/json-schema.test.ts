import { expect, it } from 'vitest';
import { meshJsonSchema } from '../../../src/mesh/schema/json-schema';

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly description?: string;
}

const root = meshJsonSchema() as JsonSchema;

it('describes every field below a map with fixed keys', () => {
  const bare = (schema: JsonSchema, path: string): string[] =>
    Object.entries(schema.properties ?? {}).flatMap(([key, child]) => [
      ...(child.description === undefined ? [`${path}.${key}`] : []),
      ...bare(child, `${path}.${key}`),
    ]);
  expect(bare(root, '')).toEqual([]);
});

it('gives the items of a list none of the notes of a field', () => {
  const remote = root.properties?.remotes?.items?.properties;
  expect(remote?.name?.description).toMatch(/^Cluster id/);
  expect(remote?.injectedNamespaces?.items).not.toHaveProperty('description');
  expect(remote?.podCidrs?.items).not.toHaveProperty('description');
});
