import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Mesh10 } from '../../../../src/lines/istio-1.0/mesh';
import { type Hashes, hashesOf } from '../../../object-hashes';
import { GO } from '../sidecar/go-engine';
import { expectedObjects, ownObjects } from './chart-comparison';
import { chartSidecars, ownSidecars, type Sidecars } from './sidecars';

/** File with the hashes of the charts' output, by the title of the case. `build/chart-hashes.mjs` writes it. */
export const HASHES: string = join(import.meta.dirname, 'chart-hashes.json');

/** The content of {@link HASHES}. */
export const COMMITTED: Readonly<Record<string, Hashes>> = JSON.parse(readFileSync(HASHES, 'utf8'));

/** Returns the hashes of synth's output: each object as in {@link ownObjects}, and sidecars. */
export function ownHashes(mesh: Mesh10): Hashes {
  return hashesOf(new Map([...ownObjects(mesh), ...named(ownSidecars(mesh))]));
}

/**
 * Returns the hashes of the chart's output: each object with the listed differences applied, and sidecars.
 * @param committed the hashes of sidecars, which need Go
 */
export function chartHashes(mesh: Mesh10, rendered: string, committed: Hashes = {}): Hashes {
  const objects = hashesOf(expectedObjects(mesh, rendered));
  if (GO !== undefined) return { ...objects, ...hashesOf(named(chartSidecars(mesh, rendered))) };
  return {
    ...objects,
    ...Object.fromEntries(Object.entries(committed).filter(([key]) => key.startsWith(SIDECAR))),
  };
}

const SIDECAR = 'sidecar of ';

function named(sidecars: Sidecars): Map<string, unknown> {
  return new Map([...sidecars].map(([pod, made]) => [SIDECAR + pod, made]));
}
