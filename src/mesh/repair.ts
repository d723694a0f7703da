import type { Path, Problem } from '../problem';
import { valueAt } from './schema/issues';

/**
 * What stands in for a required value that is missing or wrong, so that the mesh-wide rules can still look at the
 * rest. What rules say about a stand-in is dropped.
 */
const STAND_INS: Readonly<Record<string, (index: number) => unknown>> = {
  istio: () => '1.0.9',
  name: (index) => `unnamed-${index}`,
  pilot: () => 'pilot.invalid',
  addresses: () => ({ pilot: 'pilot.invalid' }),
};

/** A copy of an input in which every faulty value is replaced or left out. */
export interface Repaired {
  readonly input: unknown;
  /** Index in the file of each remote that is left. */
  readonly remotes: readonly number[];
}

/** Takes the faulty values out of `input`; the problems are those that the schema found. */
export function repaired(input: unknown, problems: readonly Problem[]): Repaired {
  const copy: unknown = structuredClone(input);
  problems.forEach(({ path }, index) => {
    // Items of short lists stand or fall together; only remotes are taken out one by one.
    const cut = path.findIndex(
      (step, depth) => typeof step === 'number' && !(depth === 1 && path[0] === 'remotes'),
    );
    remove(copy, cut < 0 ? path : path.slice(0, cut), index);
  });
  const remotes = valueAt(copy, ['remotes']);
  const left = Array.isArray(remotes)
    ? remotes.flatMap((remote, index) => (isMap(remote) ? [index] : []))
    : [];
  if (Array.isArray(remotes) && isMap(copy)) copy.remotes = left.map((index) => remotes[index] as unknown);
  return { input: copy, remotes: left };
}

function remove(copy: unknown, path: Path, index: number): void {
  const parent = valueAt(copy, path.slice(0, -1));
  const key = path.at(-1);
  if (key === undefined || typeof parent !== 'object' || parent === null) return;
  const standIn = STAND_INS[key]?.(index);
  const holder = parent as Record<string | number, unknown>;
  if (standIn !== undefined && (path.length < 4 || path.includes('addresses'))) holder[key] = standIn;
  else if (Array.isArray(parent)) holder[key] = undefined;
  else delete holder[key];
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
