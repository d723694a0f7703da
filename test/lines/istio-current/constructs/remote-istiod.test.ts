import { describe, expect, it } from 'vitest';
import {
  RemoteIstiod,
  type RemoteIstiodProps,
} from '../../../../src/lines/istio-current/constructs/remote-istiod';
import { find } from '../../../golden/manifests';
import { idsOf, synthConstruct } from '../../istio-1.0/constructs/synth-construct';

function synthRemoteIstiod(props: Partial<RemoteIstiodProps> = {}) {
  return synthConstruct((chart) => new RemoteIstiod(chart, 'istiod', { address: '10.8.0.11', ...props }));
}

describe.each([
  ['10.8.0.11', 'IPv4'],
  ['fd00::11', 'IPv6'],
])('RemoteIstiod at %s', (address, addressType) => {
  const objects = synthRemoteIstiod({ address });

  it('makes a Service of its own address without selector', () => {
    expect(find(objects, 'Service', 'istiod').spec).toEqual({
      ports: [
        { name: 'tcp-istiod', port: 15012, targetPort: 15012, protocol: 'TCP' },
        { name: 'tcp-webhook', port: 443, targetPort: 15017, protocol: 'TCP' },
      ],
    });
  });

  it(`makes an EndpointSlice of the type ${addressType} for the Service`, () => {
    const slice = find(objects, 'EndpointSlice', 'istiod');
    expect(slice).toMatchObject({
      addressType,
      endpoints: [{ addresses: [address] }],
      ports: [{ port: 15012 }, { port: 15017 }],
    });
    expect(slice.metadata.labels?.['kubernetes.io/service-name']).toBe('istiod');
  });
});

describe('RemoteIstiod', () => {
  it.each([
    [['10.8.0.11', '10.8.0.12'], 'IPv4'],
    [['fd00::11', 'fd00::12'], 'IPv6'],
  ])('leads to each of %j by an endpoint of its own', (address, addressType) => {
    const slice = find(synthRemoteIstiod({ address }), 'EndpointSlice', 'istiod');
    expect(slice).toMatchObject({ addressType, endpoints: address.map((one) => ({ addresses: [one] })) });
  });

  it('follows a DNS name with an ExternalName Service, without a slice', () => {
    const objects = synthRemoteIstiod({ address: 'istiod.example.com' });
    expect(idsOf(objects)).toEqual(['Service/istio-system/istiod']);
    expect(objects[0]?.spec).toMatchObject({ type: 'ExternalName', externalName: 'istiod.example.com' });
  });

  it('is called by its revision', () => {
    const objects = synthRemoteIstiod({ revision: '1-30', namespace: 'mesh' });
    expect(idsOf(objects)).toEqual(['Service/mesh/istiod-1-30', 'EndpointSlice/mesh/istiod-1-30']);
    expect(objects[0]?.metadata.labels?.['istio.io/rev']).toBe('1-30');
    expect(objects[1]?.metadata.labels?.['kubernetes.io/service-name']).toBe('istiod-1-30');
  });
});
