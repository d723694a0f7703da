import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Hashes, hashesOf } from '../../../object-hashes';
import { addressOf, CASES, type ParityCase } from './cases';
import { comparableObjects, expectedObjects, ownObjects } from './comparison';
import { RELEASES } from './releases';
import { chartGateway, chartObjects, isRendered } from './renderings';

/** File with the hashes of the charts' output, by {@link titleOf}. `build/chart-hashes.mjs` writes it. */
export const HASHES: string = join(import.meta.dirname, 'chart-hashes.json');

/** The content of {@link HASHES}. */
export const COMMITTED: Readonly<Record<string, Hashes>> = JSON.parse(readFileSync(HASHES, 'utf8'));

/** Name of the hashes of the chart `gateway`. */
export const GATEWAY = 'gateway';

/** Formats the name of a case: `1.30.3 revision`. */
export function titleOf(release: string, name: string): string {
  return `${release} ${name}`;
}

/** Returns the hashes of synth's output of a mesh for its remote. */
export function ownHashes(meshFile: string): Hashes {
  return hashesOf(comparableObjects(ownObjects(meshFile)));
}

/**
 * Returns the hashes of the charts' output with the listed differences applied, or the committed ones if the charts
 * are missing.
 */
export function chartHashes(): Record<string, Hashes | undefined> {
  const entries = RELEASES.flatMap((release) => [
    ...CASES.map(
      (each) =>
        [
          titleOf(release, each.name),
          isRendered(release, each.name) ? ofCase(release, each) : undefined,
        ] as const,
    ),
    [titleOf(release, GATEWAY), isRendered(release, 'ip') ? ofGateway(release) : undefined] as const,
  ]);
  return Object.fromEntries(entries.map(([title, hashes]) => [title, hashes ?? COMMITTED[title]]));
}

function ofCase(release: string, each: ParityCase): Hashes {
  return hashesOf(expectedObjects(chartObjects(release, each), addressOf(each)));
}

function ofGateway(release: string): Hashes {
  return hashesOf(expectedObjects(chartGateway(release), addressOf({})));
}
