import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bytesOf, drawFromTheStart, randomBytes, randomUUID, SEED } from './seed';

it('the seed is where every property starts', () => {
  expect(fc.readConfigureGlobal()).toMatchObject({ seed: SEED });
});

it('a test file draws the same bytes in each run, each time others', () => {
  const draw = (): string[] => [randomBytes(8), randomBytes(8)].map((bytes) => bytes.toString('hex'));
  drawFromTheStart();
  const first = draw();
  expect(new Set([...first, ...draw()]).size).toBe(4);
  drawFromTheStart();
  expect(draw()).toEqual(first);
});

it('a label gives the same bytes, whatever was drawn before', () => {
  const before = bytesOf('a', 32);
  randomBytes(8);
  expect(bytesOf('a', 32)).toEqual(before);
  expect(bytesOf('b', 32)).not.toEqual(before);
});

it('a UUID has the form of RFC 9562, version 4', () => {
  expect(randomUUID()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
