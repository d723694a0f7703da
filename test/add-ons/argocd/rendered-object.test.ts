import { expect, it } from 'vitest';
import { RenderedMesh } from '../../../src/add-ons/argocd/rendered-mesh';
import { objectsInText } from '../../../src/add-ons/argocd/rendered-object';
import { withDefinitionWave } from '../../../src/add-ons/argocd/waves';

const kindsIn = (text: string) => {
  const rendered = new RenderedMesh('istio-system');
  rendered.add('eu', objectsInText(text), true);
  const [cluster] = rendered.clusters;
  return { ...rendered.kinds, namespaces: cluster?.allNamespaces };
};

it('finds objects in blocks, in JSON, in lists and behind aliases', () => {
  const text = `--- # a mark
apiVersion: apps/v1
kind: Deployment
metadata: &meta { name: shop, namespace: shop }
---
{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web", "namespace": "web"}}
---
apiVersion: v1
kind: List
items:
  - { apiVersion: v1, kind: ConfigMap, metadata: { name: a, namespace: shop } }
---
# nothing
`;
  expect(kindsIn(text)).toEqual({
    cluster: [],
    namespaced: [
      { group: '', kind: 'ConfigMap' },
      { group: '', kind: 'Service' },
      { group: 'apps', kind: 'Deployment' },
    ],
    namespaces: ['istio-system', 'shop', 'web'],
  });
});

it('lets objects without a namespace go to default, as kubectl does', () => {
  expect(kindsIn('apiVersion: v1\nkind: Service\nmetadata: { name: web }\n').namespaces).toEqual(['default']);
});

it('allows kinds without a namespace as what they are, and unknown ones as either', () => {
  const text = `apiVersion: v1
kind: Namespace
metadata: { name: shop }
---
apiVersion: example.com/v1
kind: Thing
metadata: { name: thing }
`;
  expect(kindsIn(text)).toMatchObject({
    cluster: [
      { group: '', kind: 'Namespace' },
      { group: 'example.com', kind: 'Thing' },
    ],
    namespaced: [{ group: 'example.com', kind: 'Thing' }],
  });
});

const definition = (metadata: string) =>
  `---\napiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n${metadata}spec:\n  group: x\n`;
const WAVE =
  '    argocd.argoproj.io/compare-options: IgnoreExtraneous\n    argocd.argoproj.io/sync-options: Prune=false,Delete=false\n    argocd.argoproj.io/sync-wave: "-4"\n';

it.each([
  ['  name: a.x\n', `  annotations:\n${WAVE}  name: a.x\n`],
  [
    '  labels:\n    a: b\n  annotations:\n    c: d\n  name: a.x\n',
    `  labels:\n    a: b\n  annotations:\n${WAVE}    c: d\n  name: a.x\n`,
  ],
  ['  annotations: { c: d }\n  name: a.x\n', '  annotations: { c: d }\n  name: a.x\n'],
])('gives a definition with the metadata %j its wave', (metadata, wanted) => {
  expect(withDefinitionWave(definition(metadata))).toBe(definition(wanted));
});
