import { expect, it } from 'vitest';
import {
  MeshNamespace,
  type MeshNamespaceProps,
} from '../../../../src/lines/istio-1.0/constructs/mesh-namespace';
import { ownLabels, synthConstruct } from './synth-construct';

function synthMeshNamespace(props?: MeshNamespaceProps) {
  return synthConstruct((chart) => new MeshNamespace(chart, 'namespace', props));
}

it('makes istio-system without injection', () => {
  expect(synthMeshNamespace()).toEqual([
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'istio-system', labels: ownLabels('istio', { 'istio-injection': 'disabled' }) },
    },
  ]);
});

it('takes another name', () => {
  expect(synthMeshNamespace({ namespace: 'mesh' })).toMatchObject([{ metadata: { name: 'mesh' } }]);
});
