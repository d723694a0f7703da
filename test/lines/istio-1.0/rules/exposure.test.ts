import { describe, expect, it } from 'vitest';
import { problemsOf } from '../exposed-mesh';

const OWN = { pilot: '10.9.0.1', policy: '10.9.0.2', telemetry: '10.9.0.3', zipkin: '10.9.0.4' };

describe('primary.exposure', () => {
  it.each([
    undefined,
    'ingress-gateway',
    { mode: 'dedicated-gateway', annotations: {} },
    { mode: 'dedicated-gateway', sourceRanges: ['10.0.0.0/8'], fixedAddresses: true, ports: 'needed' },
    { mode: 'ingress-gateway', service: 'istio-ilbgateway', selector: { istio: 'ilbgateway' } },
  ])('is right as %j', (exposure) => {
    expect(problemsOf({ exposure })).toEqual([]);
  });

  it('is right as load-balancer with an address for each', () => {
    expect(problemsOf({ exposure: { mode: 'load-balancer', annotations: {} }, addresses: OWN })).toEqual([]);
  });

  it('warns of pod-ip, naming the failure', () => {
    expect(problemsOf({ exposure: 'pod-ip' })).toEqual([
      expect.stringMatching(/^primary.exposure: warning: .*istio#4822/),
    ]);
  });

  it.each(['ingress-gateway', { mode: 'dedicated-gateway', annotations: {} }])(
    'refuses several addresses behind %j',
    (exposure) => {
      const addresses = { pilot: 'gateway.example.com', policy: 'gateway.example.com', zipkin: '10.9.0.4' };
      expect(problemsOf({ exposure, addresses })).toEqual([
        expect.stringMatching(
          /^primary.addresses.zipkin: expected "gateway.example.com", the address of pilot, got "10.9.0.4": with \S+ all share the gateway's/,
        ),
      ]);
    },
  );

  it('warns when policy and telemetry share a load balancer', () => {
    const addresses = { ...OWN, telemetry: OWN.policy };
    expect(problemsOf({ exposure: { mode: 'load-balancer', annotations: {} }, addresses })).toEqual([
      expect.stringMatching(
        /^primary.addresses.telemetry: warning: "10.9.0.2" is also the address of policy/,
      ),
    ]);
  });

  it.each(['load-balancer', 'dedicated-gateway'])('warns when %s may be public', (exposure) => {
    const addresses = { pilot: '10.9.0.1' };
    expect(problemsOf({ exposure, addresses })).toEqual([
      expect.stringMatching(/^primary.exposure: warning: \S+ says nothing about who may connect/),
    ]);
  });

  it('refuses to ask a cloud for a name', () => {
    const exposure = { mode: 'load-balancer', annotations: {}, fixedAddresses: true };
    expect(problemsOf({ exposure, addresses: { ...OWN, pilot: 'pilot.example.com' } })).toEqual([
      'primary.addresses.pilot: expected an IP address, which fixedAddresses asks the cloud for, got "pilot.example.com". Write the IP address, or remove fixedAddresses',
    ]);
  });

  it.each([
    ['load-balancer', { replicas: 2 }, 'replicas: belongs to dedicated-gateway'],
    ['ingress-gateway', { annotations: {} }, 'annotations: belongs to load-balancer, dedicated-gateway'],
    ['dedicated-gateway', { selector: { a: 'b' } }, 'selector: belongs to ingress-gateway'],
    ['pod-ip', { ports: 'all' }, 'ports: belongs to load-balancer, ingress-gateway, dedicated-gateway'],
  ])('refuses of %s the option %j', (mode, option, message) => {
    const problems = problemsOf({ exposure: { mode, ...option }, addresses: { pilot: '10.9.0.1' } });
    expect(problems).toContainEqual(
      `primary.exposure.${message}, and the mode is ${mode}. Remove it, or change the mode`,
    );
  });

  it('refuses a selector without labels', () => {
    expect(problemsOf({ exposure: { mode: 'ingress-gateway', selector: {} } })).toEqual([
      expect.stringMatching(/^primary.exposure.selector: expected at least one label/),
    ]);
  });

  it.each([
    [
      'loadbalancer',
      /^primary.exposure: expected pod-ip, load-balancer, .* or a map with a mode, got "loadbalancer"/,
    ],
    [{ annotations: {} }, /^primary.exposure.mode: expected one of pod-ip, .*, got nothing\. Write mode:/],
    [
      { mode: 'ingress-gateway', servce: 'a' },
      /^primary.exposure.servce: unknown key\. Did you mean service\?/,
    ],
    [
      { mode: 'load-balancer', annotations: { a: 1 } },
      /^primary.exposure.annotations.a: expected text, got 1/,
    ],
    [
      { mode: 'load-balancer', sourceRanges: ['10.0.0.1/8'] },
      /^primary.exposure.sourceRanges\[0\]: expected a CIDR/,
    ],
  ])('refuses %j', (exposure, message) => {
    expect(problemsOf({ exposure })).toEqual([expect.stringMatching(message)]);
  });
});
