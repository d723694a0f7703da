import { describe, expect, it } from 'vitest';
import { meshJsonSchema } from '../../../src/lines/json-schema';

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly description?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly exclusiveMaximum?: number;
  readonly anyOf?: readonly JsonSchema[];
  readonly if?: JsonSchema;
  readonly then?: JsonSchema;
  readonly else?: JsonSchema;
}

const root = (await meshJsonSchema()) as JsonSchema;
const lines: [string, JsonSchema | undefined][] = [
  ['Istio 1.0', root.then],
  ['current Istio', root.else],
];

describe.each(lines)('the schema of %s', (_, line) => {
  it('describes every field below a map with fixed keys', () => {
    const bare = (schema: JsonSchema, path: string): string[] =>
      Object.entries(schema.properties ?? {}).flatMap(([key, child]) => [
        ...(child.description === undefined ? [`${path}.${key}`] : []),
        ...bare(child, `${path}.${key}`),
      ]);
    expect(bare(line ?? {}, '')).toEqual([]);
  });

  it('gives the items of a list none of the notes of a field', () => {
    const remote = line?.properties?.remotes?.items?.properties;
    expect(remote?.name?.description).toMatch(/^Cluster id/);
    expect(remote?.injectedNamespaces?.items).not.toHaveProperty('description');
    expect(remote?.podCidrs?.items).not.toHaveProperty('description');
  });
});

/** Whether a value matches one of the schemas of a release. */
function isAccepted(value: string | number, schema: JsonSchema | undefined): boolean {
  return (schema?.anyOf ?? [schema]).some((kind) => {
    if (kind?.enum !== undefined) return kind.enum.includes(value);
    return typeof value === 'string'
      ? kind?.pattern !== undefined && new RegExp(kind.pattern).test(value)
      : value >= (kind?.minimum ?? Infinity) && value < (kind?.exclusiveMaximum ?? 0);
  });
}

describe('the release', () => {
  it.each(['1.0.0', '1.0.9', '1.28', '1.30.3', '1.31.0', '1.31.0-rc.0', '1.32', 1.28, 1.3, 1.32])(
    'may be %j',
    (release) => {
      expect(isAccepted(release, root.properties?.istio)).toBe(true);
    },
  );

  it.each(['1.1.0', '1.27', '1.30.x', '1.300', '2', 1.27, 1.1])('may not be %j', (release) => {
    expect(isAccepted(release, root.properties?.istio)).toBe(false);
  });

  it.each([
    ['1.0.9', true],
    ['1.30', false],
    ['1.28.1', false],
  ])('%s chooses the line', (release, isOld) => {
    const condition = root.if?.properties?.istio?.pattern ?? '';
    expect(new RegExp(condition).test(release)).toBe(isOld);
    expect(isAccepted(release, (isOld ? root.then : root.else)?.properties?.istio)).toBe(true);
  });
});
