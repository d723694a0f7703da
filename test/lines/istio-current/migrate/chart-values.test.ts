import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { migrateValuesCurrent } from '../../../../src/lines/istio-current/migrate/migrate-values';
import type { HelmValue } from '../../../../src/migrate/helm-values/helm-value';
import type { ValuesSource } from '../../../../src/migrate/helm-values/read-values';
import { UserError } from '../../../../src/problem';
import { hashesOf, hashProblems } from '../../../object-hashes';
import { istioOf } from '../parity/cases';
import { comparableObjects, compare, expectedObjects, ownObjects } from '../parity/comparison';
import { RELEASES } from '../parity/releases';
import { chartOf } from '../parity/renderings';
import { chartValues, OWN_SETTINGS, renderedObjects, standingAt, withSettings } from './chart-values';

/** Values that change an object of a remote, by release, according to the charts. */
const FILE = join(import.meta.dirname, 'values-with-effect.json');
const COMMITTED: Readonly<Record<string, readonly string[]>> = JSON.parse(readFileSync(FILE, 'utf8'));

const atHand = RELEASES.filter((release) => chartOf(release, 'base') !== undefined);
const ADDRESS = '10.1.2.3';

/** Returns the mesh of values, or why there is none. */
function migrated(release: string, source: ValuesSource): { text: string } | { refusal: string } {
  try {
    return migrateValuesCurrent({ sources: [source], cluster: 'remote2', istio: istioOf(release) });
  } catch (error) {
    if (error instanceof UserError) return { refusal: error.message };
    throw error;
  }
}

/** Whether the charts create other objects of a remote with a setting. A setting that they refuse counts too. */
function hasEffect(release: string, path: string, setting: HelmValue, before: string): boolean {
  try {
    return rendered(release, [[path, setting]]) !== before;
  } catch {
    return true;
  }
}

function rendered(release: string, settings: readonly (readonly [string, HelmValue])[]): string {
  const objects = expectedObjects(renderedObjects(release, settings), ADDRESS);
  return JSON.stringify([...objects].sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** The same list, from the available charts. */
const found: Record<string, readonly string[]> = {};

describe.each(atHand)('the charts of %s', (release) => {
  const values = chartValues(release);
  const known = [...values].filter(([path]) => standingAt(path) === 'known');
  const idle = [...values].filter(([path]) => standingAt(path) === 'idle');

  it('have no value that migrate does not know', () => {
    expect([...values.keys()].filter((path) => standingAt(path) === 'unknown')).toEqual([]);
  });

  it('change nothing in a remote with all values that migrate leaves out', { timeout: 60_000 }, () => {
    expect(idle.length).toBeGreaterThan(80);
    expect(rendered(release, idle)).toBe(rendered(release, []));
  });

  it('make what synth makes of every other value, or migrate names a way out', { timeout: 600_000 }, () => {
    const before = rendered(release, []);
    const effective = known.filter(([path, setting]) => hasEffect(release, path, setting, before));
    const wrong = effective.flatMap(([path, setting]) => {
      const source = withSettings([[path, setting]]);
      const mesh = migrated(release, source);
      if ('refusal' in mesh) return /\. \S/.test(mesh.refusal) ? [] : [`${path}: ${mesh.refusal}`];
      const address = path === 'global.remotePilotAddress' ? String(setting) : ADDRESS;
      return compare(renderedObjects(release, [[path, setting]]), ownObjects(mesh.text), address).map(
        (difference) => `${path}: ${difference}`,
      );
    });
    found[release] = effective.map(([path]) => path);
    expect(wrong).toEqual([]);
  });
});

it.skipIf(atHand.length === 0)('the charts have the committed list, as far as they are at hand', async () => {
  await expect(`${JSON.stringify({ ...COMMITTED, ...found }, null, 2)}\n`).toMatchFileSnapshot(FILE);
});

describe.each(RELEASES)('migrate of values that change a remote of %s', (release) => {
  const base = migrated(release, withSettings([]));
  if ('refusal' in base) throw new Error(base.refusal);
  const before = hashesOf(comparableObjects(ownObjects(base.text)));

  it.each(COMMITTED[release] ?? [])('changes the mesh for %s, or says what to do', (path) => {
    const setting = OWN_SETTINGS.get(path);
    if (setting === undefined) throw new Error(`no setting of ${path}`);
    const mesh = migrated(release, withSettings([[path, setting]]));
    if ('refusal' in mesh) {
      expect(mesh.refusal).toContain(`${path.split('.')[0]}`);
      expect(mesh.refusal).not.toContain('unknown value');
      return;
    }
    const changed = hashesOf(comparableObjects(ownObjects(mesh.text)));
    expect(hashProblems(before, changed, path)).not.toEqual([]);
  });
});

it('looks at the releases whose charts are compared', () => {
  expect(Object.keys(COMMITTED)).toEqual(RELEASES);
});
