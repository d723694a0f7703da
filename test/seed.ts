import { createHash } from 'node:crypto';

/**
 * What every random value of the tests begins with: the same in each run of `npm test`, of the end-to-end tests and of
 * CI, so that a test never fails by chance. `npm run fuzz` sets FUZZ_SEED to another for each round.
 */
export const SEED = seedOf(process.env.FUZZ_SEED ?? '20261127');

/** How many times more cases of a property run than in `npm test`, in a fuzz run with `--times`. */
export const TIMES = wholeNumber('FUZZ_TIMES', 1, 1_000_000);

let drawn = 0;

/** How many cases of a property run. @param few in `npm test` */
export function runs(few: number): number {
  return few * TIMES;
}

/** The indices of some of so many cases, all of which would take too long: one of four, and always the last. */
export function someCases(count: number): number[] {
  const all = Array.from({ length: count }, (_, index) => index);
  return all.filter((index) => index === count - 1 || (index - SEED) % 4 === 0);
}

/** Bytes that look random. They depend on the seed, and on how many a test file has drawn before. */
export function randomBytes(length: number): Buffer {
  drawn += 1;
  return bytesOf(`draw ${drawn}`, length);
}

/** Bytes that look random and depend on the seed and a label alone, for what several test files share. */
export function bytesOf(label: string, length: number): Buffer {
  return createHash('shake256', { outputLength: length }).update(`${SEED} ${label}`).digest();
}

/** A UUID that looks random, drawn like {@link randomBytes}. */
export function randomUUID(): string {
  const hex = randomBytes(16).toString('hex');
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-a$4-$5');
}

/** Makes what a test file draws independent of the files that ran before it in the same process. */
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
