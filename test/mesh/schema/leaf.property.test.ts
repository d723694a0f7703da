import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mesh10 } from '../../../src/istio-1.0/schema';
import { meshInput } from '../arbitrary-mesh';

/** Values that are right in some places and wrong in others. */
const anyValue = fc.oneof(
  fc.constantFrom<unknown>(
    ...[
      undefined,
      null,
      true,
      0,
      -0,
      -1,
      1.5,
      80,
      65536,
      2 ** 31,
      1e20,
      Number.NaN,
      Number.POSITIVE_INFINITY,
    ],
    ...[
      '',
      '*',
      'a',
      'A',
      'true',
      '1.0.9',
      '1.21',
      '10.0.0.0/8',
      '10.0.0.1/8',
      '10.8.0.11',
      '80,90',
      '100m',
      '-1',
    ],
    ...[
      [],
      {},
      [''],
      ['a', 'a'],
      [80],
      ['10.0.0.0/8', 3],
      { cpu: 1 },
      { cpu: null },
      { enabled: true },
      { name: 'a' },
    ],
    ...[new Date(0), new Map(), () => 1, Symbol('a'), 1n, Object.create(null)],
  ),
  fc.jsonValue(),
);

interface Place {
  readonly parent: Record<string, unknown>;
  readonly key: string;
}

function placesIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [
    { parent: value as Record<string, unknown>, key },
    ...placesIn(child),
  ]);
}

describe('the fields of a mesh', () => {
  it('accept a valid mesh without the schema', () => {
    fc.assert(fc.property(meshInput, (input) => mesh10.accepts(input)));
  });

  it('accept exactly what their schema accepts', () => {
    const key = fc.constantFrom('', 'x', 'name', 'resources', '__proto__', 'constructor', 'toString');
    fc.assert(
      fc.property(meshInput, fc.nat(), anyValue, fc.option(key), (input, choice, value, newKey) => {
        const copy: unknown = JSON.parse(JSON.stringify(input));
        const places = placesIn(copy);
        const place = places[choice % places.length];
        if (place === undefined) return;
        Object.defineProperty(place.parent, newKey ?? place.key, {
          value,
          enumerable: true,
          configurable: true,
        });
        const { success } = mesh10.schema().safeParse(copy);
        if (mesh10.accepts(copy)) expect(success).toBe(true);
        else if (success) expect(isDroppedByTheSchema(newKey, value)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

/** What the quick check leaves to the schema, which takes it and leaves out a part of it. */
function isDroppedByTheSchema(key: string | null, value: unknown): boolean {
  return key === '__proto__' || (typeof value === 'object' && value !== null && !Array.isArray(value));
}
