import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../../src/kubernetes/api/cluster';
import { installation } from '../../../../src/lines/istio-1.0/doctor/installation';
import type { Mesh10 } from '../../../../src/lines/istio-1.0/mesh';
import { fakeCluster, meshOf } from '../../../doctor/fake-cluster';
import { membershipOf } from '../../../membership/membership-of';

const plain = meshOf();
const mesh: Mesh10 = {
  ...plain,
  security: { controlPlaneMutualTls: true, mutualTls: true, selfSignedCa: false },
};
const namespace = 'istio-system';

function controlPlane(meshConfig: string, selfSigned = false): KubeObject[] {
  const args = ['--append-dns-names=true', `--self-signed-ca=${selfSigned}`];
  return [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'istio', namespace },
      data: { mesh: meshConfig },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'istio-citadel', namespace },
      spec: { template: { spec: { containers: [{ name: 'citadel', args }] } } },
    },
  ];
}

const look = (objects: readonly KubeObject[], of = mesh) =>
  installation({
    mesh: of,
    membership: membershipOf(of),
    primary: of.primary,
    cluster: fakeCluster({ name: 'hq', objects }),
    remotes: of.remotes,
    reads: of.remotes,
    known: ['hq', 'eu'],
    openReader: () => fakeCluster(),
    openRemote: () => fakeCluster(),
    connect: async () => undefined,
    showCertificates: async () => ({ failure: 'nobody asks' }),
    remoteSecrets: async () => [],
  });

const CONFIG =
  'accessLogFile: /dev/stdout\nenableTracing: true\ndefaultConfig: { controlPlaneAuthPolicy: MUTUAL_TLS }\n';

describe('the check installation', () => {
  it('passes what the values make', async () => {
    expect(await look(controlPlane(CONFIG))).toEqual([
      { status: 'ok', message: 'the control plane was installed with what mesh.yaml says' },
    ]);
  });

  it('finds a control plane that is less secure than mesh.yaml says', async () => {
    const found = await look(controlPlane(CONFIG.replace('MUTUAL_TLS', 'NONE'), true));
    expect(found.map(({ status, message }) => `${status}: ${message}`)).toEqual([
      'broken: defaultConfig.controlPlaneAuthPolicy of the mesh config has "NONE", and mesh.yaml says "MUTUAL_TLS" (security.controlPlaneMutualTls)',
      'broken: --self-signed-ca of Citadel has "true", and mesh.yaml says false (security.selfSignedCa)',
    ]);
  });

  it('warns of other settings that Pilot acts on', async () => {
    const found = await look(controlPlane(CONFIG.replace('enableTracing: true', 'enableTracing: false')));
    expect(found).toMatchObject([
      { status: 'warning', message: expect.stringContaining('enableTracing of the mesh config has false') },
    ]);
  });

  it('cannot say without a mesh config', async () => {
    expect(await look([])).toMatchObject([
      { status: 'unknown', fix: expect.stringContaining('control-plane hq') },
    ]);
  });
});
