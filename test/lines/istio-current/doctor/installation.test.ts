import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../../src/kubernetes/api/cluster';
import { installation } from '../../../../src/lines/istio-current/doctor/installation';
import { changed, observed } from '../../../doctor/fake-cluster';
import { configMap, healthyPrimary, INJECTED, meshOf, primaryContext } from './current-cluster';

const healthy = healthyPrimary();

const withMeshConfig = (mesh: string, objects: readonly KubeObject[] = healthy): KubeObject[] =>
  changed(objects, 'ConfigMap', 'istio', () => configMap('istio', { mesh }));

const withInjected = (global: object): KubeObject[] =>
  changed(healthy, 'ConfigMap', 'istio-sidecar-injector', () =>
    configMap('istio-sidecar-injector', { values: JSON.stringify({ global: { ...INJECTED, ...global } }) }),
  );

const look = (mesh = meshOf(), objects: readonly KubeObject[] = healthy) =>
  observed(installation(primaryContext(mesh, { objects })));

const FIX = 'Install it with the values of `istio-remote control-plane hq`, or correct mesh.yaml';

describe('the check installation', () => {
  it.each([
    [
      'another trust domain',
      withMeshConfig('trustDomain: td'),
      'trustDomain of the mesh config has "td", and mesh.yaml says "cluster.local" (trustDomain)',
    ],
    [
      'no automatic mutual TLS between networks',
      withMeshConfig('enableAutoMtls: false'),
      'enableAutoMtls of the mesh config has false, and mesh.yaml says true (primary.network)',
    ],
    [
      'another network',
      withInjected({ network: 'n9' }),
      'global.network of the values for injection has "n9", and mesh.yaml says "n1" (primary.network)',
    ],
    [
      'no name of the cluster',
      withInjected({ multiCluster: {} }),
      'global.multiCluster.clusterName of the values for injection has nothing, and mesh.yaml says "hq" (primary.name)',
    ],
    [
      'values of a remote',
      withInjected({ remotePilotAddress: '10.1.2.3' }),
      'global.remotePilotAddress of the values for injection has "10.1.2.3", and mesh.yaml says nothing (primary)',
    ],
  ])('finds %s', async (_, objects, message) => {
    expect(await look(meshOf(), objects)).toEqual([
      { status: 'broken', message: `istiod: ${message}`, fix: FIX },
    ]);
  });

  it('finds a mesh id that was never installed', async () => {
    const [found] = await look(meshOf('', 'meshId: m1'));
    expect(found?.message).toBe(
      'istiod: defaultConfig.meshId of the mesh config has nothing, and mesh.yaml says "m1" (meshId)',
    );
  });

  it('compares values of the user’s own, those of the primary before those of the mesh', async () => {
    const mesh = meshOf(
      '',
      'controlPlane: { values: { meshConfig: { accessLogFile: /dev/stdout, a: 1 }, global: { logAsJson: true } } }',
      ', controlPlane: { values: { meshConfig: { a: 2 } } }',
    );
    const found = await look(mesh, withMeshConfig('accessLogFile: /dev/stdout\na: 1'));
    expect(found.map(({ message }) => message)).toEqual([
      'istiod: a of the mesh config has 1, and mesh.yaml says 2 (primary.controlPlane.values.meshConfig.a)',
      'istiod: global.logAsJson of the values for injection has nothing, and mesh.yaml says true (controlPlane.values.global.logAsJson)',
    ]);
  });

  it('passes a primary as it was installed', async () => {
    expect(await look()).toEqual([
      { status: 'ok', message: 'istiod was installed with what mesh.yaml says' },
    ]);
  });

  it('looks at the ConfigMaps of each revision', async () => {
    const mesh = meshOf('', 'revisions: [{ name: default }, { name: 1-30, istiodAddress: 10.8.0.12 }]');
    const found = await look(mesh);
    expect(found.map(({ status }) => status)).toEqual(['ok', 'unknown']);
    expect(found[1]?.message).toContain('neither the ConfigMap istio-1-30 nor istio-sidecar-injector-1-30');
  });

  it('is at peace with a mesh config that is no YAML', async () => {
    const found = await look(meshOf(), withMeshConfig('a: ['));
    expect(found.map(({ status }) => status)).toEqual(['ok']);
  });
});
