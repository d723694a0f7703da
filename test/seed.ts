import { createHash } from 'node:crypto';

/**
 * The seed of every random value in the tests. It is the same in each run of `npm test`, of the end-to-end tests and
 * of CI, so that a test never fails by chance. `npm run fuzz` sets FUZZ_SEED to another for each round.
 */
export const SEED = seedOf(process.env.FUZZ_SEED ?? '20261127');

/** Factor of a property's cases in a fuzz run with `--times`, compared with `npm test`. */
export const TIMES = wholeNumber('FUZZ_TIMES', 1, 1_000_000);

let drawn = 0;

/** Returns the number of cases of a property. @param few number in `npm test` */
export function runs(few: number): number {
  return few * TIMES;
}

/** Returns the indices of some of many cases, because all would take too long: one of four, and always the last. */
export function someCases(count: number): number[] {
  const all = Array.from({ length: count }, (_, index) => index);
  return all.filter((index) => index === count - 1 || (index - SEED) % 4 === 0);
}

/** Bytes that look random. They depend on the seed, and on how many a test file has drawn before. */
export function randomBytes(length: number): Buffer {
  drawn += 1;
  return bytesOf(`draw ${drawn}`, length);
}

/** Bytes that look random and depend only on the seed and a label, for values that several test files share. */
export function bytesOf(label: string, length: number): Buffer {
  return createHash('shake256', { outputLength: length }).update(`${SEED} ${label}`).digest();
}

/** A UUID that looks random, drawn like {@link randomBytes}. */
export function randomUUID(): string {
  const hex = randomBytes(16).toString('hex');
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-a$4-$5');
}

/** Makes the random values of a test file independent of the files that ran before it in the same process. */
export function drawFromTheStart(): void {
  drawn = 0;
}

function seedOf(text: string): number {
  const seed = Number(text);
  if (!/^-?\d+$/.test(text) || seed !== (seed | 0))
    throw new Error(`FUZZ_SEED: expected a whole number of 32 bits, got "${text}".`);
  return seed;
}

function wholeNumber(variable: string, least: number, most: number): number {
  const text = process.env[variable] ?? `${least}`;
  if (/^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most) return Number(text);
  throw new Error(`${variable}: expected a whole number from ${least} to ${most}, got "${text}".`);
}
