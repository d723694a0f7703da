import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../../src/doctor/finding';
import type { KubeObject } from '../../../../src/kubernetes/api/cluster';
import { checks } from '../../../../src/lines/istio-1.0/doctor/checks';
import type { Mesh10 } from '../../../../src/lines/istio-1.0/mesh';
import { findCredentials } from '../../../../src/secret-scan/find-credentials';
import {
  changed,
  type FakeClusterOptions,
  healthyObjects,
  meshOf,
  observed,
  remoteContext,
} from '../../../doctor/fake-cluster';

export const mesh = meshOf();
export const healthy = healthyObjects(mesh);

/** One mistake in an otherwise healthy cluster. */
export interface Case {
  readonly check: string;
  readonly when: string;
  /** @default - those of a healthy cluster of the mesh */
  readonly objects?: readonly KubeObject[];
  /** @default - a mesh with everything */
  readonly mesh?: Mesh10;
  readonly more?: FakeClusterOptions & { readonly reader?: FakeClusterOptions; readonly primary?: string };
  readonly status: string;
  /** Part of the message. */
  readonly says: string;
}

/** Runs a check of a remote, by default of a healthy one. */
export function run(check: string, context = remoteContext(mesh)): Promise<readonly Observation[]> {
  const look = checks.remote[check];
  if (look === undefined) throw new Error(`no check ${check}`);
  return observed(look(context));
}

/** A healthy cluster without one object. */
export function without(kind: string, name: string): KubeObject[] {
  return changed(healthy, kind, name, () => undefined);
}

/** Expects that a check passes a healthy cluster, and reports the mistake in each case. */
export function describeChecks(names: readonly string[], cases: readonly Case[]): void {
  it.each(names)('the check %s passes a healthy cluster', async (check) => {
    const found = await run(check);
    expect(found.map(({ status }) => status)).toEqual(['ok']);
  });

  describe.each(cases)(
    'the check $check when $when',
    ({ check, objects, mesh: other, more, status, says }) => {
      it(`says ${status}, why, and what to do, without a credential`, async () => {
        const context = remoteContext(other ?? mesh, {
          objects: objects ?? (other === undefined ? healthy : healthyObjects(other)),
          ...more,
        });
        const found = await run(check, context);
        expect(found[0]).toMatchObject({ status, message: expect.stringContaining(says) });
        expect(found.every(({ fix }) => fix !== undefined && fix !== '')).toBe(true);
        expect(findCredentials(JSON.stringify(found))).toEqual([]);
      });
    },
  );
}
