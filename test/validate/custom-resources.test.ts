import definitions from 'imports:crds';
import { readdirSync, readFileSync } from 'node:fs';
import { loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { isMap } from '../../src/is-map';

/** Keywords of a schema that validation checks, or that need no check. */
const CHECKED_KEYWORDS: readonly string[] = [
  'additionalProperties',
  'default',
  'description',
  'enum',
  'format',
  'items',
  'maxLength',
  'maximum',
  'minItems',
  'minLength',
  'minimum',
  'nullable',
  'pattern',
  'properties',
  'required',
  'type',
  'x-kubernetes-int-or-string',
  'x-kubernetes-preserve-unknown-fields',
];

describe('the custom resources of this project', () => {
  it('are all those of imports/crds', () => {
    const files = readdirSync('imports/crds').sort();
    expect(definitions).toEqual(
      files.flatMap((file) => loadAll(readFileSync(`imports/crds/${file}`, 'utf8'))),
    );
    expect(definitions.length).toBeGreaterThan(4);
  });

  it.each(definitions.map((definition) => [definition.spec.names.kind, definition] as const))(
    'use no keyword that goes unchecked: %s',
    (_, { spec }) => {
      const used = spec.versions.flatMap(({ schema }) => keywordsOf(schema.openAPIV3Schema));
      expect(used.filter((keyword) => !CHECKED_KEYWORDS.includes(keyword))).toEqual([]);
    },
  );
});

function keywordsOf(schema: unknown): string[] {
  if (!isMap(schema)) return [];
  const properties = isMap(schema.properties) ? Object.values(schema.properties) : [];
  const inner = [...properties, schema.items, schema.additionalProperties].flatMap(keywordsOf);
  return [...Object.keys(schema), ...inner];
}
