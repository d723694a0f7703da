import { App, Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { RemotePilot, type RemotePilotProps } from '../../../../src/lines/istio-1.0/constructs/remote-pilot';
import { find } from '../../../golden/manifests';
import { idsOf, synthConstruct } from './synth-construct';

function synthRemotePilot(props: Partial<RemotePilotProps> = {}) {
  return synthConstruct((chart) => new RemotePilot(chart, 'pilot', { address: '10.8.0.11', ...props }));
}

const PORTS = [
  ['http-old-discovery', 15003],
  ['https-discovery', 15005],
  ['http-discovery', 15007],
  ['grpc-xds', 15010],
  ['https-xds', 15011],
  ['http-legacy-discovery', 8080],
  ['http-monitoring', 9093],
];

describe.each(['10.8.0.11', 'fd00::11'])('RemotePilot at %s', (address) => {
  const objects = synthRemotePilot({ address });

  it('makes a headless Service without selector', () => {
    const { spec } = find(objects, 'Service', 'istio-pilot');
    expect(spec).toMatchObject({ clusterIP: 'None' });
    expect(spec).not.toHaveProperty('selector');
    expect(spec?.ports?.map(({ name, port }) => [name, port])).toEqual(PORTS);
  });

  it('points the Endpoints of the same name at the address, with the ports of the Service', () => {
    const { metadata, subsets } = find(objects, 'Endpoints', 'istio-pilot');
    expect(metadata).toEqual(find(objects, 'Service', 'istio-pilot').metadata);
    expect(subsets).toHaveLength(1);
    expect(subsets?.[0]?.addresses).toEqual([{ ip: address }]);
    expect(subsets?.[0]?.ports.map(({ name, port }) => [name, port])).toEqual(PORTS);
  });
});

describe('RemotePilot', () => {
  it('is in istio-system by default', () => {
    expect(idsOf(synthRemotePilot())).toEqual([
      'Service/istio-system/istio-pilot',
      'Endpoints/istio-system/istio-pilot',
    ]);
  });

  it('is in the given namespace', () => {
    expect(idsOf(synthRemotePilot({ namespace: 'mesh' }))).toEqual([
      'Service/mesh/istio-pilot',
      'Endpoints/mesh/istio-pilot',
    ]);
  });

  it('follows a DNS name with an ExternalName Service, without Endpoints', () => {
    const objects = synthRemotePilot({ address: 'pilot.example.com' });
    expect(idsOf(objects)).toEqual(['Service/istio-system/istio-pilot']);
    expect(objects[0]?.spec).toMatchObject({ type: 'ExternalName', externalName: 'pilot.example.com' });
    expect(objects[0]?.spec).not.toHaveProperty('clusterIP');
  });

  it('has Endpoints exactly for an IP address', () => {
    const chart = new Chart(new App(), 'chart');
    expect(new RemotePilot(chart, 'ip', { address: '10.8.0.11' }).endpoints?.kind).toBe('Endpoints');
    expect(new RemotePilot(chart, 'name', { address: 'pilot' }).endpoints).toBeUndefined();
  });
});
