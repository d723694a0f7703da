import { describe, expect, it } from 'vitest';
import {
  addressesAreReachable,
  addressesOutliveAPod,
  pilotServiceIsNotItsOwnAddress,
} from '../../../../src/lines/istio-1.0/rules';
import { namespaceReadFrom } from '../../../../src/lines/istio-1.0/rules/addresses';
import { ruleProblems } from '../../../mesh/rules/rule-problems';

describe('addressesAreReachable', () => {
  it.each(['10.8.0.11', '128.0.0.1', '223.255.255.255', 'fd00::1', '2001:db8::1', 'localhost.example.com'])(
    'accepts %s',
    (pilot) => {
      expect(ruleProblems(addressesAreReachable, { primary: { addresses: { pilot } } })).toEqual([]);
    },
  );

  it.each([
    '127.0.0.1',
    '0.0.0.0',
    '169.254.1.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'ff02::1',
    '::ffff:10.0.0.1',
    'localhost',
    'pilot.localhost',
  ])('rejects %s', (zipkin) => {
    const primary = { addresses: { pilot: '10.8.0.11', zipkin } };
    expect(ruleProblems(addressesAreReachable, { primary })).toEqual([
      `primary.addresses.zipkin: expected an address that remote clusters reach, got "${zipkin}". Use the address of zipkin in the flat network`,
    ]);
  });
});

describe('addressesOutliveAPod', () => {
  const podCidrs = ['10.8.0.0/14', 'fd00::/64'];

  it('accepts addresses outside the pods of the primary, and names', () => {
    const addresses = { pilot: '10.16.0.11', policy: 'policy.example.com', zipkin: 'fd01::1' };
    expect(ruleProblems(addressesOutliveAPod, { primary: { podCidrs, addresses } })).toEqual([]);
  });

  it.each(['10.8.0.11', '10.11.255.255', 'fd00::1'])('warns about %s, the address of a pod', (telemetry) => {
    const primary = { podCidrs, addresses: { pilot: '10.16.0.11', telemetry } };
    expect(ruleProblems(addressesOutliveAPod, { primary })).toEqual([
      `primary.addresses.telemetry: warning: "${telemetry}" is a pod's address: when the pod restarts, every remote loses telemetry (istio#4822). Use the address of a load balancer or gateway`,
    ]);
  });
});

describe('pilotServiceIsNotItsOwnAddress', () => {
  const problems = (pilot: string, pilotService = true) =>
    ruleProblems(pilotServiceIsNotItsOwnAddress, {
      primary: { namespace: 'mesh', addresses: { pilot } },
      remotes: [{}, { pilotService }],
    });

  it.each([
    '10.8.0.11',
    'pilot.example.com',
    'istio-pilot.other',
    'istio-pilot.mesh.example.com',
    'istio-pilot.mesh.svc-dev.example.com',
  ])('accepts %s', (pilot) => {
    expect(problems(pilot)).toEqual([]);
  });

  it.each(['istio-pilot', 'istio-pilot.mesh'])(
    'rejects %s, which pilotService itself makes, and accepts it without',
    (pilot) => {
      expect(problems(pilot)).toEqual([
        `primary.addresses.pilot: expected an address outside the remote with pilotService, got "${pilot}", the name that pilotService makes. Use the IP address or DNS name of the primary's Pilot`,
      ]);
      expect(problems(pilot, false)).toEqual([]);
    },
  );
});

describe('namespaceReadFrom', () => {
  it.each([
    ['10.8.0.11', 'istio-system'],
    ['pilot', 'the pod’s own'],
    ['istio-pilot.mesh', 'mesh'],
    ['istio-pilot.mesh.svc', 'istio-system'],
    ['pilot.example.com', 'istio-system'],
    ['fd00::1', 'the pod’s own'],
  ])('reads from %s the namespace %s', (address, namespace) => {
    expect(namespaceReadFrom(address)).toBe(namespace);
  });
});
