import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mesh10 } from '../../../src/istio-1.0/schema';
import { meshInput } from '../arbitrary-mesh';

/** A value with one place of it replaced. */
function replaced(value: unknown, steps: readonly number[], by: unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined || typeof value !== 'object' || value === null) return by;
  if (Array.isArray(value)) {
    return value.map((item, index) =>
      index === step % Math.max(1, value.length) ? replaced(item, rest, by) : item,
    );
  }
  const keys = Object.keys(value);
  const key = keys[step % Math.max(1, keys.length)] ?? 'added';
  return { ...value, [key]: replaced((value as Record<string, unknown>)[key], rest, by) };
}

const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 1 }),
  fc.constantFrom<unknown>(
    undefined,
    '',
    '*',
    '10.0.0.0/8',
    -1,
    0,
    1.5,
    2 ** 31,
    Number.NaN,
    { a: null },
    [],
    [1, '2'],
  ),
);

it('accepts a mesh exactly when the schema does', () => {
  const schema = mesh10.schema();
  fc.assert(
    fc.property(meshInput, fc.array(fc.nat(20), { maxLength: 6 }), anything, (input, steps, by) => {
      for (const value of [input, replaced(input, steps, by)]) {
        expect(mesh10.accepts(value)).toBe(schema.safeParse(value).success);
      }
    }),
    { numRuns: 400 },
  );
});
