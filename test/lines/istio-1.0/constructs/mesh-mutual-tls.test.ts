import { expect, it } from 'vitest';
import {
  MeshMutualTls,
  type MeshMutualTlsProps,
} from '../../../../src/lines/istio-1.0/constructs/mesh-mutual-tls';
import { find } from '../../../golden/manifests';
import { idsOf, synthConstruct } from './synth-construct';

function synthMeshMutualTls(props?: MeshMutualTlsProps) {
  return synthConstruct((chart) => new MeshMutualTls(chart, 'mutual-tls', props));
}

it('makes a policy of the mesh and two rules in istio-system', () => {
  expect(idsOf(synthMeshMutualTls())).toEqual([
    'MeshPolicy/default',
    'DestinationRule/istio-system/default',
    'DestinationRule/istio-system/api-server',
  ]);
});

it('puts the rules into the namespace it is given', () => {
  expect(idsOf(synthMeshMutualTls({ namespace: 'mesh' }))).toEqual([
    'MeshPolicy/default',
    'DestinationRule/mesh/default',
    'DestinationRule/mesh/api-server',
  ]);
});

it('asks every workload for mutual TLS', () => {
  const policy = find(synthMeshMutualTls(), 'MeshPolicy', 'default');
  expect(policy).toMatchObject({
    apiVersion: 'authentication.istio.io/v1alpha1',
    spec: { peers: [{ mtls: {} }] },
  });
});

it('uses it for all services but the API server, which has no sidecar', () => {
  const objects = synthMeshMutualTls();
  expect(find(objects, 'DestinationRule', 'default')).toMatchObject({
    apiVersion: 'networking.istio.io/v1alpha3',
    spec: { host: '*.local', trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } },
  });
  expect(find(objects, 'DestinationRule', 'api-server').spec).toEqual({
    host: 'kubernetes.default.svc.cluster.local',
    trafficPolicy: { tls: { mode: 'DISABLE' } },
  });
});
