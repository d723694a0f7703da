import { describe, expect, it } from 'vitest';
import { outputOf } from '../../../src/lines/mesh-output';
import { parseMesh } from '../../../src/lines/read-mesh';
import { meshFiles } from '../../../src/output/mesh-files';
import { find, type KubernetesObject, readManifests } from '../../golden/manifests';
import { idsOf } from '../istio-1.0/constructs/synth-construct';

/** Returns the files of the primary. */
function primaryObjects(primary: string, top = '', remote = ''): KubernetesObject[] {
  const addresses = primary.includes('addresses:') ? '' : ', addresses: { istiod: 10.8.0.11 }';
  const text = `istio: "1.30"\n${top}primary: { name: hq${addresses}${primary} }\nremotes: [{ name: eu${remote} }]\n`;
  const { mesh, problems } = parseMesh(text, 'mesh.yaml');
  if (mesh === undefined) throw new Error(JSON.stringify(problems));
  return [...meshFiles(outputOf(mesh), ['hq'])].flatMap((file) => readManifests(file.text));
}

const GATEWAY = ', exposure: { mode: east-west-gateway, annotations: {} }';

describe('the primary', () => {
  it('gets nothing in a flat network that is exposed by other means', () => {
    expect(primaryObjects('')).toEqual([]);
  });

  it('says its network, and nobody else writes there', () => {
    const { metadata } = find(primaryObjects(', network: n1'), 'Namespace', 'istio-system');
    expect(metadata.labels).toMatchObject({ 'topology.istio.io/network': 'n1' });
    expect(metadata).not.toHaveProperty('annotations');
  });

  it('leads remotes to istiod through a gateway', () => {
    expect(idsOf(primaryObjects(GATEWAY)).map((id) => id.split('/')[0])).toEqual([
      'ServiceAccount',
      'Role',
      'RoleBinding',
      'Service',
      'Deployment',
      'HorizontalPodAutoscaler',
      'Gateway',
      'VirtualService',
    ]);
    const { spec } = find(primaryObjects(GATEWAY), 'VirtualService', 'istiod-vs');
    expect(JSON.stringify(spec)).toContain('istiod.istio-system.svc.cluster.local');
  });

  it('offers on its gateway the ports that Gateways open, and more', () => {
    const objects = primaryObjects(`${GATEWAY}, network: n1`, '', ', network: n2');
    const offered = find(objects, 'Service', 'istio-eastwestgateway').spec?.ports?.map(({ port }) => port);
    const opened = objects
      .filter(({ kind }) => kind === 'Gateway')
      .flatMap(({ spec }) => (spec as unknown as { servers: { port: { number: number } }[] }).servers)
      .map(({ port }) => port.number);
    expect(opened).toEqual([15012, 15017, 15443]);
    expect(offered).toEqual([15021, 15443, 15012, 15017]);
  });

  it('leads only the connections that ask for a revision by name', () => {
    const { spec } = find(primaryObjects(GATEWAY, 'revision: 1-30\n'), 'VirtualService', 'istiod-vs-1-30');
    const { tls } = spec as unknown as { tls: { match: { sniHosts: string[] }[] }[] };
    for (const { match } of tls) {
      expect(match[0]?.sniHosts).toEqual([
        'istiod-1-30.istio-system.svc',
        'istiod-1-30.istio-system.svc.cluster.local',
      ]);
    }
  });

  it.each([
    [
      'of the primary',
      ', exposure: { mode: east-west-gateway, annotations: {} }, addresses: { istiod: a.example.com }',
      '',
    ],
    ['of a remote', GATEWAY, ', istiodAddress: a.example.com'],
    ['in a URL', GATEWAY, ', sidecarInjector: { url: "https://a.example.com:15017/inject/cluster/eu" }'],
  ])('leads connections to the name %s to the revision too', (_, primary, remote) => {
    const objects = primaryObjects(primary, 'revision: 1-30\n', remote);
    const { tls } = find(objects, 'VirtualService', 'istiod-vs-1-30').spec as unknown as {
      tls: { match: { sniHosts: string[] }[] }[];
    };
    for (const { match } of tls) expect(match[0]?.sniHosts.slice(2)).toEqual(['a.example.com']);
  });

  it('lets networks reach each other only in a mesh with several', () => {
    const gatewayOf = (remote: string) =>
      idsOf(primaryObjects(', network: n1', '', remote)).includes(
        'Gateway/istio-system/cross-network-gateway',
      );
    expect(gatewayOf('')).toBe(false);
    expect(gatewayOf(', network: n2')).toBe(true);
  });

  it.each([
    ['', { app: 'istiod', istio: 'pilot' }, 'istiod-exposed'],
    ['revision: 1-30\n', { app: 'istiod', 'istio.io/rev': '1-30' }, 'istiod-1-30-exposed'],
  ])('exposes istiod by a load balancer that selects its pods (%j)', (top, selector, name) => {
    const exposure = ', exposure: { mode: load-balancer, annotations: {}, fixedAddresses: true }';
    const { spec } = find(primaryObjects(exposure, top), 'Service', name);
    expect(spec).toMatchObject({ type: 'LoadBalancer', loadBalancerIP: '10.8.0.11', selector });
    expect(spec?.ports?.map(({ port, targetPort }) => [port, targetPort])).toEqual([
      [15012, 15012],
      [15017, 15017],
    ]);
  });

  it('asks a cloud for what people say', () => {
    const exposure = `, exposure: { mode: east-west-gateway, annotations: { a/b: c }, sourceRanges: [10.0.0.0/8], resources: null }`;
    const service = find(primaryObjects(exposure), 'Service', 'istio-eastwestgateway');
    expect(service.metadata.annotations).toMatchObject({ 'a/b': 'c' });
    expect(service.spec).toMatchObject({ loadBalancerSourceRanges: ['10.0.0.0/8'] });
    const deployment = find(primaryObjects(exposure), 'Deployment', 'istio-eastwestgateway');
    expect(JSON.stringify(deployment)).not.toContain('"resources"');
  });
});
