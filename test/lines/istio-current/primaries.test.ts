import { describe, expect, it } from 'vitest';
import { outputOf, plannedFiles } from '../../../src/lines/mesh-output';
import { parseMesh } from '../../../src/lines/read-mesh';
import { views } from '../../../src/mesh/primaries';
import { meshFiles } from '../../../src/output/mesh-files';

const MESH = `istio: "1.30"
primaries:
  - { name: eu, network: n1, apiServer: "https://10.1.0.2:6443", addresses: { istiod: 10.1.0.20 },
      exposure: { mode: east-west-gateway, annotations: {} }, injectedNamespaces: [shop] }
  - { name: us, network: n2, apiServer: "https://10.2.0.2:6443", eastWestGateway: true }
remotes:
  - { name: edge, primary: eu, apiServer: "https://10.3.0.2:6443", injectedNamespaces: [shop] }
credentials: { externalSecrets: { store: { name: vault } } }
`;

function meshOf(text: string) {
  const { mesh, problems } = parseMesh(text, 'mesh.yaml');
  if (mesh === undefined) throw new Error(JSON.stringify(problems));
  return mesh;
}

/** The documents of a cluster, as kind and name, by file. */
function objectsByFile(text: string): Record<string, string[]> {
  return Object.fromEntries(
    [...meshFiles(outputOf(meshOf(text)))].map(({ path, text: file }) => [
      path,
      [
        ...file.matchAll(
          /^kind: (\S+)\nmetadata:\n(?: {2}annotations:\n(?: {4}.*\n)+)?(?: {2}labels:\n(?: {4}.*\n)+)? {2}name: (\S+)/gm,
        ),
      ].map(([, kind, name]) => `${kind} ${name}`),
    ]),
  );
}

describe('a mesh with several primaries', () => {
  const files = objectsByFile(MESH);

  it('has a folder for each cluster', () => {
    expect(Object.keys(files)).toEqual([
      'eu/istio-primary.k8s.yaml',
      'eu/remote-secrets.k8s.yaml',
      'us/istio-primary.k8s.yaml',
      'us/remote-secrets.k8s.yaml',
      'edge/istio-remote.k8s.yaml',
    ]);
  });

  it('gives each primary an account for the others, and a gateway for other networks', () => {
    expect(files['us/istio-primary.k8s.yaml']).toEqual([
      'Namespace istio-system',
      'ServiceAccount istio-remote-reader',
      'Secret istio-remote-reader-token',
      'ClusterRole istio-remote-reader-istio-system',
      'ClusterRoleBinding istio-remote-reader-istio-system',
      'ServiceAccount istio-eastwestgateway',
      'Role istio-eastwestgateway',
      'RoleBinding istio-eastwestgateway',
      'Service istio-eastwestgateway',
      'Deployment istio-eastwestgateway',
      'HorizontalPodAutoscaler istio-eastwestgateway',
      'Gateway cross-network-gateway',
    ]);
  });

  it('lets every primary read every other cluster, and itself not', () => {
    expect(files['eu/remote-secrets.k8s.yaml']).toEqual([
      'ExternalSecret istio-remote-secret-us',
      'ExternalSecret istio-remote-secret-edge',
    ]);
    expect(files['us/remote-secrets.k8s.yaml']).toEqual([
      'ExternalSecret istio-remote-secret-eu',
      'ExternalSecret istio-remote-secret-edge',
    ]);
  });

  const textOf = (path: string): string =>
    [...meshFiles(outputOf(meshOf(MESH)))].find((file) => file.path === path)?.text ?? '';

  it('lets the one primary of a remote write there, and nobody into a primary', () => {
    expect(textOf('edge/istio-remote.k8s.yaml')).toContain('topology.istio.io/controlPlaneClusters: eu\n');
    const us = textOf('us/istio-primary.k8s.yaml');
    expect(us).not.toContain('controlPlaneClusters');
    expect(us).not.toContain('mutatingwebhookconfigurations');
    expect(us).not.toMatch(/configmaps\n {4}verbs:\n {6}- create/);
  });

  it('leads a remote to the istiod of its own primary', () => {
    expect(textOf('edge/istio-remote.k8s.yaml')).toContain('10.1.0.20');
  });

  it('with one in the list is the mesh with that primary', () => {
    const one = MESH.replace(/\n {2}- \{ name: us.*\n/, '\n').replace(/credentials:.*\n/, '');
    const single = one
      .replace('primaries:\n  - {', 'primary:\n    {')
      .replace(', apiServer: "https://10.1.0.2:6443"', '')
      .replace(', injectedNamespaces: [shop] }\nremotes', ' }\nremotes');
    expect(objectsByFile(one.replace(', injectedNamespaces: [shop] }\nremotes', ' }\nremotes'))).toEqual(
      objectsByFile(single),
    );
  });

  it('with one primary looks the same from everywhere', () => {
    const mesh = meshOf(
      'istio: "1.30"\nprimary: { name: hq, addresses: { istiod: 10.1.0.20 } }\nremotes: [{ name: eu }]\n',
    );
    expect(views(mesh)[0]).toBe(mesh);
    expect([...plannedFiles(mesh)].map(({ cluster, name }) => `${cluster}/${name}`)).toEqual([
      'eu/istio-remote.k8s.yaml',
    ]);
  });
});
