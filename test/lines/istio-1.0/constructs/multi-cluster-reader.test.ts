import { App, Chart } from 'cdk8s';
import { expect, it } from 'vitest';
import {
  MultiClusterReader,
  type MultiClusterReaderProps,
} from '../../../../src/lines/istio-1.0/constructs/multi-cluster-reader';
import { find } from '../../../golden/manifests';
import { idsOf, ownLabels, synthConstruct } from './synth-construct';

function synthMultiClusterReader(props?: MultiClusterReaderProps) {
  return synthConstruct((chart) => new MultiClusterReader(chart, 'reader', props));
}

it('makes an account, its token, a role and their binding', () => {
  expect(idsOf(synthMultiClusterReader())).toEqual([
    'ServiceAccount/istio-system/istio-multi',
    'Secret/istio-system/istio-multi-token',
    'ClusterRole/istio-reader',
    'ClusterRoleBinding/istio-multi',
  ]);
});

it('labels every object as its own', () => {
  for (const { metadata } of synthMultiClusterReader())
    expect(metadata.labels).toEqual(ownLabels('istio-multi'));
});

it('reads nodes, pods, services and endpoints, and changes nothing', () => {
  expect(find(synthMultiClusterReader(), 'ClusterRole', 'istio-reader')).toMatchObject({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    rules: [
      {
        apiGroups: [''],
        resources: ['nodes', 'pods', 'services', 'endpoints'],
        verbs: ['get', 'watch', 'list'],
      },
    ],
  });
});

it('asks for a token without writing one', () => {
  const secret = find(synthMultiClusterReader(), 'Secret', 'istio-multi-token');
  expect(secret).toMatchObject({
    metadata: { annotations: { 'kubernetes.io/service-account.name': 'istio-multi' } },
    type: 'kubernetes.io/service-account-token',
  });
  expect(Object.keys(secret)).toEqual(['apiVersion', 'kind', 'metadata', 'type']);
});

it('binds the account of the namespace it is given', () => {
  const objects = synthMultiClusterReader({ namespace: 'mesh' });
  expect(find(objects, 'ServiceAccount', 'istio-multi').metadata.namespace).toBe('mesh');
  expect(find(objects, 'Secret', 'istio-multi-token').metadata.namespace).toBe('mesh');
  expect(find(objects, 'ClusterRoleBinding', 'istio-multi')).toMatchObject({
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'istio-reader' },
    subjects: [{ kind: 'ServiceAccount', name: 'istio-multi', namespace: 'mesh' }],
  });
});

it('has its objects as properties', () => {
  const reader = new MultiClusterReader(new Chart(new App(), 'chart'), 'reader');
  const { account, token, role, binding } = reader;
  expect([account, token, role, binding].map(({ kind, name }) => `${kind}/${name}`)).toEqual([
    'ServiceAccount/istio-multi',
    'Secret/istio-multi-token',
    'ClusterRole/istio-reader',
    'ClusterRoleBinding/istio-multi',
  ]);
});
