import { expect, it } from 'vitest';
import { pagesOf } from '../../page/page-of';
import { filesOf, meshText, objectOf } from './patched-mesh';

const TOLERATIONS = [{ key: 'mesh', operator: 'Exists' }];
const TOLERATE = `{ target: { kind: Deployment, name: istio-*, clusters: [us-*] }, merge: { spec: { template: { spec: { tolerations: [{ key: mesh, operator: Exists }] } } } } }`;

function tolerationsOf(text: string, cluster: string): unknown {
  const { spec } = objectOf(text, cluster, 'Deployment', 'istio-citadel');
  return (spec as { template: { spec: { tolerations?: unknown } } }).template.spec.tolerations;
}

it('merges fields into the objects of the clusters that the pattern fits', () => {
  const text = meshText(TOLERATE);
  expect(tolerationsOf(text, 'us-1')).toEqual(TOLERATIONS);
  expect(tolerationsOf(text, 'us-2')).toEqual(TOLERATIONS);
  expect(filesOf(text).get('eu/istio-remote.k8s.yaml')).toBe(
    filesOf(meshText('')).get('eu/istio-remote.k8s.yaml'),
  );
});

it('renders equal clusters with equal patches alike', () => {
  const files = filesOf(meshText(TOLERATE));
  expect(files.get('us-1/istio-remote.k8s.yaml')).toBe(files.get('us-2/istio-remote.k8s.yaml'));
});

it('takes a field away by null', () => {
  const text = meshText(
    `{ target: { kind: Deployment, name: istio-citadel }, merge: { spec: { replicas: null } } }`,
  );
  const { spec } = objectOf(text, 'eu', 'Deployment', 'istio-citadel');
  expect(spec).toHaveProperty('template');
  expect(spec).not.toHaveProperty('replicas');
});

it('lets a later patch change what an earlier one has added', () => {
  const label = (value: string) =>
    `{ target: { kind: Service, name: istio-pilot }, merge: { metadata: { labels: { team: ${value} } } } }`;
  const text = meshText(`${label('a')}\n  - ${label('b')}`);
  expect(objectOf(text, 'eu', 'Service', 'istio-pilot').metadata.labels).toMatchObject({ team: 'b' });
});

it('applies the steps of a JSON patch in their order', () => {
  const text = meshText(
    `{ target: { kind: ServiceAccount, name: istio-multi }, json: [{ op: add, path: /imagePullSecrets, value: [] }, { op: add, path: /imagePullSecrets/-, value: { name: mirror } }] }`,
  );
  expect(objectOf(text, 'eu', 'ServiceAccount', 'istio-multi')).toMatchObject({
    imagePullSecrets: [{ name: 'mirror' }],
  });
});

it('applies the patches of a cluster after those of the mesh', () => {
  const text = meshText(
    `{ target: { kind: Namespace, name: shop }, merge: { metadata: { labels: { team: mesh } } } }`,
    `, patches: [{ target: { kind: Namespace, name: shop }, json: [{ op: replace, path: /metadata/labels/team, value: eu }] }]`,
  );
  expect(objectOf(text, 'eu', 'Namespace', 'shop').metadata.labels).toMatchObject({ team: 'eu' });
  expect(objectOf(text, 'us-1', 'Namespace', 'shop').metadata.labels).toMatchObject({ team: 'mesh' });
});

it('shows the patched fields on the page, forced ones first', () => {
  const text = meshText(
    `${TOLERATE}\n  - { target: { kind: Service, name: istio-pilot, clusters: [eu] }, merge: { spec: { type: NodePort } }, force: true }`,
  );
  const page = pagesOf(text).get('README.md') ?? '';
  const rows = page.slice(page.indexOf('## Patches')).split('\n').slice(4, 6);
  expect(rows[0]).toContain('**forced** | Service istio-system/istio-pilot | spec.type | eu |');
  expect(rows[1]).toContain('spec.template.spec.tolerations | us-1, us-2 |');
});

it('has no section about patches on the page of a mesh without', () => {
  expect(pagesOf(meshText('')).get('README.md')).not.toContain('Patches');
});
