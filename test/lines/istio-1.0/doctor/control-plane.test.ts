import { describe, expect, it } from 'vitest';
import { primaryApiServer } from '../../../../src/doctor/primary/reachability';
import type { KubeObject } from '../../../../src/kubernetes/api/cluster';
import { addresses, pilot } from '../../../../src/lines/istio-1.0/doctor/control-plane';
import { fakeCluster, meshOf, observed } from '../../../doctor/fake-cluster';
import { membershipOf } from '../../../membership/membership-of';

const mesh = meshOf();

function context(objects: readonly KubeObject[]) {
  return {
    mesh,
    membership: membershipOf(mesh),
    primary: mesh.primary,
    cluster: fakeCluster({ name: 'hq', objects }),
    remotes: mesh.remotes,
    openReader: () => fakeCluster(),
    connect: async () => undefined,
  };
}

describe('the control plane', () => {
  const pod = (status: string): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'istio-system', labels: { istio: 'pilot' } },
    status: { conditions: [{ type: 'Ready', status }] },
  });

  it.each([
    ['a ready pod of Pilot', [pod('True')], 'ok'],
    ['a pod of Pilot that is not ready', [pod('False')], 'broken'],
    ['no pod of Pilot', [], 'broken'],
  ])('with %s is judged', async (_, objects, status) => {
    expect(await pilot(context(objects))).toMatchObject([{ status }]);
  });

  it.each([
    ['1.21.0', undefined, 'ok'],
    ['1.20.1', '1.20', 'ok'],
    ['1.20.1', '1.21', 'warning'],
    ['1.8.1', undefined, 'broken'],
  ])('on Kubernetes %s where mesh.yaml says %s is %s', async (version, kubernetes, status) => {
    const primary = { ...mesh.primary, kubernetes };
    const found = await observed(primaryApiServer({ primary, cluster: fakeCluster({ version }) }, '1.9'));
    expect(found).toMatchObject([{ status }]);
  });

  it('is tried at the ports of the mesh config', async () => {
    const tried: string[] = [];
    const connect = async (host: string, port: number) => {
      tried.push(`${host}:${port}`);
      return port === 15004 ? 'ECONNREFUSED' : undefined;
    };
    const found = await addresses({ ...context([]), connect });
    expect(tried).toEqual(['10.8.0.11:15007', '10.8.0.12:15004']);
    // From this machine is not from the remotes: no proof of anything broken.
    expect(found.map(({ status }) => status)).toEqual(['ok', 'warning']);
  });

  it('is tried at the port for mutual TLS when the mesh has it', async () => {
    const secure = { ...mesh, security: { ...mesh.security, controlPlaneMutualTls: true } };
    const tried: number[] = [];
    const connect = async (_: string, port: number) => {
      tried.push(port);
      return undefined;
    };
    await addresses({ ...context([]), mesh: secure, connect });
    expect(tried[0]).toBe(15005);
  });
});
