import { describe, expect, it } from 'vitest';
import { Citadel, type CitadelProps } from '../../../../src/lines/istio-1.0/constructs/citadel';
import { find } from '../../../golden/manifests';
import { deploymentOf } from './component';
import { idsOf, synthConstruct } from './synth-construct';

function synthCitadel(props?: CitadelProps) {
  return synthConstruct((chart) => new Citadel(chart, 'citadel', props));
}

const podOf = (props?: CitadelProps) => deploymentOf(synthCitadel(props), 'istio-citadel').spec.template.spec;

describe('Citadel', () => {
  it('makes an account with its rights, a Service and a Deployment', () => {
    expect(idsOf(synthCitadel())).toEqual([
      'ServiceAccount/istio-system/istio-citadel-service-account',
      'ClusterRole/istio-citadel-istio-system',
      'ClusterRoleBinding/istio-citadel-istio-system',
      'Service/istio-system/istio-citadel',
      'Deployment/istio-system/istio-citadel',
    ]);
  });

  it('names role and binding after its namespace, so that two meshes share a cluster', () => {
    expect(idsOf(synthCitadel({ namespace: 'mesh' }))).toContain('ClusterRole/istio-citadel-mesh');
    expect(idsOf(synthCitadel({ namespace: 'mesh' }))).toContain('ClusterRoleBinding/istio-citadel-mesh');
  });

  it('writes Secrets and reads accounts and Services', () => {
    const role = find(synthCitadel(), 'ClusterRole', 'istio-citadel-istio-system') as { rules?: unknown };
    expect(role.rules).toEqual([
      {
        apiGroups: [''],
        resources: ['secrets'],
        verbs: ['create', 'get', 'watch', 'list', 'update', 'delete'],
      },
      { apiGroups: [''], resources: ['serviceaccounts'], verbs: ['get', 'watch', 'list'] },
      { apiGroups: [''], resources: ['services'], verbs: ['get', 'watch', 'list'] },
    ]);
  });

  it('offers signing and metrics to the pods it selects', () => {
    expect(find(synthCitadel(), 'Service', 'istio-citadel').spec).toEqual({
      ports: [
        { name: 'grpc-citadel', port: 8060, targetPort: 8060, protocol: 'TCP' },
        { name: 'http-monitoring', port: 9093, protocol: 'TCP' },
      ],
      selector: { istio: 'citadel' },
    });
  });

  it('runs the image of the newest release, or the one it is given', () => {
    expect(podOf().containers[0].image).toBe('docker.io/istio/citadel:1.0.9');
    expect(podOf({ image: 'example.com/citadel:1' }).containers[0].image).toBe('example.com/citadel:1');
  });

  it('signs with a certificate of its own by default', () => {
    const pod = podOf();
    expect(pod.containers[0].args).toEqual([
      '--append-dns-names=true',
      '--grpc-port=8060',
      '--grpc-hostname=citadel',
      '--citadel-storage-namespace=istio-system',
      '--self-signed-ca=true',
    ]);
    expect(pod.containers[0]).not.toHaveProperty('volumeMounts');
    expect(pod).not.toHaveProperty('volumes');
  });

  it('signs with the Secret cacerts, which may come later', () => {
    const pod = podOf({ selfSignedCa: false, namespace: 'mesh' });
    expect(pod.containers[0].args.slice(3)).toEqual([
      '--citadel-storage-namespace=mesh',
      '--self-signed-ca=false',
      '--signing-cert=/etc/cacerts/ca-cert.pem',
      '--signing-key=/etc/cacerts/ca-key.pem',
      '--root-cert=/etc/cacerts/root-cert.pem',
      '--cert-chain=/etc/cacerts/cert-chain.pem',
    ]);
    expect(pod.containers[0].volumeMounts).toEqual([
      { name: 'cacerts', mountPath: '/etc/cacerts', readOnly: true },
    ]);
    expect(pod.volumes).toEqual([{ name: 'cacerts', secret: { secretName: 'cacerts', optional: true } }]);
  });

  it('leaves the lifetime of certificates to Citadel unless it is given one', () => {
    const lifetimesIn = (props?: CitadelProps) =>
      podOf(props).containers[0].args.filter((argument) => argument.startsWith('--workload-cert-ttl'));
    expect(lifetimesIn()).toEqual([]);
    expect(lifetimesIn({ certificateLifetime: '24h' })).toEqual(['--workload-cert-ttl=24h']);
  });
});
