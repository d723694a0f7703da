import { expect, it } from 'vitest';
import { errorsOf, meshText } from './patched-mesh';

/** A faulty patch, and the start of the message. Line 4 of the mesh has the patch. */
const WRONG: readonly (readonly [what: string, patch: string, message: RegExp])[] = [
  [
    'no target',
    '{ merge: { a: 1 } }',
    /^mesh\.yaml:4:5 patches\[0\]\.target: expected a map with .*got nothing/,
  ],
  [
    'no kind',
    '{ target: { name: x }, merge: { a: 1 } }',
    /^mesh\.yaml:4:\d+ patches\[0\]\.target\.kind: expected a kind/,
  ],
  [
    'neither change',
    '{ target: { kind: Service } }',
    /^mesh\.yaml:4:\d+ patches\[0\]: expected merge or json, got neither/,
  ],
  [
    'both changes',
    '{ target: { kind: Service }, merge: { a: 1 }, json: [{ op: remove, path: /a }] }',
    /^mesh\.yaml:4:\d+ patches\[0\]: expected merge or json, got both/,
  ],
  [
    'an empty merge',
    '{ target: { kind: Service }, merge: {} }',
    /^mesh\.yaml:4:\d+ patches\[0\]\.merge: expected a change, got an empty map/,
  ],
  [
    'no steps',
    '{ target: { kind: Service }, json: [] }',
    /^mesh\.yaml:4:\d+ patches\[0\]\.json: expected a change, got an empty list/,
  ],
  [
    'another operation',
    '{ target: { kind: Service }, json: [{ op: set, path: /a, value: 1 }] }',
    /^mesh\.yaml:4:\d+ patches\[0\]\.json\[0\]\.op: expected one of add/,
  ],
  [
    'a path without a slash',
    '{ target: { kind: Service }, json: [{ op: remove, path: spec }] }',
    /json\[0\]\.path: expected a JSON pointer .*got "spec"\. Write \/spec/,
  ],
  [
    'no value',
    '{ target: { kind: Service }, json: [{ op: add, path: /a }] }',
    /json\[0\]: expected a value for add, got nothing/,
  ],
  [
    'no from',
    '{ target: { kind: Service }, json: [{ op: move, path: /a }] }',
    /json\[0\]: expected from for move, got nothing/,
  ],
  [
    'a value too many',
    '{ target: { kind: Service }, json: [{ op: remove, path: /spec, value: 1 }] }',
    /json\[0\]\.value: remove has no value/,
  ],
  [
    'no such cluster',
    '{ target: { kind: Service, clusters: [us-3] }, merge: { a: 1 } }',
    /^mesh\.yaml:4:\d+ patches\[0\]\.target\.clusters\[0\]: expected a cluster of the mesh, got "us-3"\. Did you mean us-1/,
  ],
  [
    'no such object',
    '{ target: { kind: Deployment, name: citadel }, merge: { a: 1 } }',
    /^mesh\.yaml:4:\d+ patches\[0\]\.target: matches no object .*istio-citadel/,
  ],
  ['no such kind', '{ target: { kind: Pod }, merge: { a: 1 } }', /patches\[0\]\.target: matches no object/],
  [
    'no such path',
    '{ target: { kind: Service, name: istio-pilot }, json: [{ op: remove, path: /spec/nothing }] }',
    /^mesh\.yaml:4:\d+ patches\[0\]\.json\[0\]\.path: Service istio-system\/istio-pilot: cannot remove "\/spec\/nothing": nothing is at .*\(.*eu/,
  ],
  [
    'a test that fails',
    '{ target: { kind: Service, name: istio-pilot }, json: [{ op: test, path: /kind, value: Pod }] }',
    /json\[0\]\.path: Service istio-system\/istio-pilot: cannot test "\/kind"/,
  ],
  [
    'a result that is no map',
    '{ target: { kind: Namespace, name: shop }, json: [{ op: replace, path: "", value: [] }] }',
    /^mesh\.yaml:4:\d+ patches\[0\]: Namespace shop: the result is no object/,
  ],
  [
    'a result that a cluster refuses',
    '{ target: { kind: Deployment, name: istio-citadel }, merge: { spec: { replicas: many } } }',
    /^mesh\.yaml:4:\d+ patches\[0\]: its result would be refused: Deployment istio-system\/istio-citadel: expected an integer.*at spec\.replicas.*\(.*eu/,
  ],
  [
    'a field that no cluster knows',
    '{ target: { kind: Deployment, name: istio-citadel }, merge: { spec: { replica: 2 } } }',
    /patches\[0\]: its result would be refused: .*no such field at spec\.replica \(.*Did you mean "replicas"/,
  ],
  [
    'a prototype',
    '{ target: { kind: Namespace, name: shop }, json: [{ op: add, path: /__proto__/x, value: 1 }] }',
    /patches\[0\]\.json\[0\]\.path: Namespace shop: cannot add/,
  ],
];

it.each(WRONG)('refuses %s with its place', (_, patch, message) => {
  expect(errorsOf(meshText(patch))[0]).toMatch(message);
});

/** Fields that the mesh depends on, as in the message. */
const GUARDED: readonly (readonly [field: string, patch: string])[] = [
  ['metadata.name', '{ target: { kind: Namespace, name: shop }, merge: { metadata: { name: shop-2 } } }'],
  [
    'metadata.namespace',
    '{ target: { kind: Service, name: istio-pilot }, merge: { metadata: { namespace: other } } }',
  ],
  ['apiVersion', '{ target: { kind: Namespace, name: shop }, merge: { apiVersion: v2 } }'],
  [
    'metadata.labels["app.kubernetes.io/managed-by"]',
    '{ target: { kind: Service, name: istio-pilot }, merge: { metadata: { labels: { app.kubernetes.io/managed-by: Helm } } } }',
  ],
  [
    'metadata.labels["istio/multiCluster"]',
    '{ target: { kind: Secret }, merge: { metadata: { labels: { istio/multiCluster: "true" } } } }',
  ],
  [
    'metadata.labels.istio-injection',
    '{ target: { kind: Namespace, name: shop }, json: [{ op: remove, path: /metadata/labels/istio-injection }] }',
  ],
  ['spec.ports', '{ target: { kind: Service, name: istio-pilot }, merge: { spec: { ports: [] } } }'],
  [
    'subsets',
    '{ target: { kind: Endpoints, name: istio-pilot }, json: [{ op: replace, path: /subsets/0/addresses/0/ip, value: 10.0.0.1 }] }',
  ],
  [
    'webhooks[sidecar-injector.istio.io].clientConfig.service.path',
    '{ target: { kind: MutatingWebhookConfiguration }, json: [{ op: replace, path: /webhooks/0/clientConfig/service/path, value: /other }] }',
  ],
  [
    'rules',
    '{ target: { kind: ClusterRole, name: istio-reader }, json: [{ op: add, path: /rules/-, value: { apiGroups: [""], resources: [secrets], verbs: [get] } }] }',
  ],
  [
    'spec.selector.istio',
    '{ target: { kind: Deployment, name: istio-citadel }, json: [{ op: replace, path: /spec/selector/matchLabels/istio, value: x }] }',
  ],
  ['data', '{ target: { kind: ConfigMap, name: istio }, merge: { data: { mesh: "" } } }'],
];

it.each(GUARDED)('refuses a patch of %s, which the mesh depends on', (field, patch) => {
  const [error] = errorsOf(meshText(patch));
  expect(error).toContain('mesh.yaml:4:5 patches[0]: ');
  expect(error).toContain(
    `may not change ${field.replace('spec.selector.istio', 'spec.selector.matchLabels.istio')}`,
  );
  expect(error).toContain('or write force: true');
});

it.each([GUARDED[6], GUARDED[9]].flatMap((one) => (one === undefined ? [] : [one])))(
  'takes a patch of %s with force: true',
  (_, patch) => {
    expect(errorsOf(meshText(patch.replace(/ }$/, ', force: true }'))).join()).not.toContain(
      'may not change',
    );
  },
);

it('finds a wrong patch of a cluster at the cluster, once for each', () => {
  const patch = '{ target: { kind: Deployment, name: none }, merge: { a: 1 } }';
  expect(errorsOf(meshText('', `, patches: [${patch}]`))).toEqual([
    expect.stringMatching(/^mesh\.yaml:4:\d+ remotes\[0\]\.patches\[0\]\.target: matches no object/),
  ]);
});

it('refuses clusters in a patch of a cluster', () => {
  const patch = '{ target: { kind: Deployment, clusters: [eu] }, merge: { a: 1 } }';
  expect(errorsOf(meshText('', `, patches: [${patch}]`))[0]).toMatch(
    /patches\[0\]\.target\.clusters: unknown key/,
  );
});
