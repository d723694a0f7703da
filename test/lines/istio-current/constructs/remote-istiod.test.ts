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

  it.each([
    [
      ['10.8.0.11', 'fd00::11', '10.8.0.12'],
      [
        ['istiod', 'IPv4', 2],
        ['istiod-ipv6', 'IPv6', 1],
      ],
    ],
    [
      ['fd00::11', '10.8.0.11'],
      [
        ['istiod', 'IPv6', 1],
        ['istiod-ipv4', 'IPv4', 1],
      ],
    ],
  ] as const)('has a slice for each family of %j, and a Service of both', (address, slices) => {
    const objects = synthRemoteIstiod({ address });
    expect(find(objects, 'Service', 'istiod').spec).toMatchObject({ ipFamilyPolicy: 'PreferDualStack' });
    for (const [name, addressType, count] of slices) {
      const slice = find(objects, 'EndpointSlice', name);
      expect(slice).toMatchObject({ addressType });
      expect(Object(slice).endpoints).toHaveLength(count);
      expect(slice.metadata.labels?.['kubernetes.io/service-name']).toBe('istiod');
    }
    expect(objects).toHaveLength(3);
  });

  it('asks for the given families, unless the address is a DNS name', () => {
    const families = { ipFamilyPolicy: 'SingleStack', ipFamilies: ['IPv6'] } as const;
    const specOf = (address: string) =>
      find(synthRemoteIstiod({ address, ...families }), 'Service', 'istiod').spec;
    expect(specOf('fd00::11')).toMatchObject(families);
    expect(JSON.stringify(specOf('istiod.example.com'))).not.toContain('ipFamil');
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
