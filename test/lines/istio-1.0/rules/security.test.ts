import { describe, expect, it } from 'vitest';
import {
  controlPlaneMutualTlsHasASharedCa,
  discoveryAddressNamesTheNamespace,
  mutualTlsHasASharedCa,
} from '../../../../src/lines/istio-1.0/rules';
import { ruleProblems } from '../../../mesh/rules/rule-problems';

describe('controlPlaneMutualTlsHasASharedCa', () => {
  it.each([undefined, {}, { selfSignedCa: true }, { controlPlaneMutualTls: true, selfSignedCa: false }])(
    'accepts %j',
    (security) => {
      expect(ruleProblems(controlPlaneMutualTlsHasASharedCa, { security })).toEqual([]);
    },
  );

  it('rejects control-plane mutual TLS with a CA for each cluster, which is the default', () => {
    expect(
      ruleProblems(controlPlaneMutualTlsHasASharedCa, { security: { controlPlaneMutualTls: true } }),
    ).toEqual([
      'security.controlPlaneMutualTls: expected selfSignedCa: false beside controlPlaneMutualTls: true, since clusters trust each other only under one root. Set security.selfSignedCa: false and give every cluster a Secret cacerts of one root',
    ]);
  });
});

describe('mutualTlsHasASharedCa', () => {
  it.each([{}, { mutualTls: true, selfSignedCa: false }])('accepts %j', (security) => {
    expect(ruleProblems(mutualTlsHasASharedCa, { security })).toEqual([]);
  });

  it('warns about mutual TLS with a CA for each cluster', () => {
    expect(ruleProblems(mutualTlsHasASharedCa, { security: { mutualTls: true } })).toEqual([
      'security.mutualTls: warning: with a self-signed CA per cluster, applications of two clusters do not trust each other. Set security.selfSignedCa: false and give every cluster a Secret cacerts of one root',
    ]);
  });

  it('leaves it to the error of the control plane when that has mutual TLS too', () => {
    const security = { mutualTls: true, controlPlaneMutualTls: true };
    expect(ruleProblems(mutualTlsHasASharedCa, { security })).toEqual([]);
  });
});

describe('discoveryAddressNamesTheNamespace', () => {
  const security = { controlPlaneMutualTls: true, selfSignedCa: false };
  const problems = (pilot: string, namespace = 'istio-system', pilotService = false) =>
    ruleProblems(discoveryAddressNamesTheNamespace, {
      security,
      primary: { namespace, addresses: { pilot } },
      remotes: [{ pilotService }],
    });

  it('accepts every address without control-plane mutual TLS', () => {
    const primary = { namespace: 'mesh', addresses: { pilot: 'a.b' } };
    expect(ruleProblems(discoveryAddressNamesTheNamespace, { primary })).toEqual([]);
  });

  it.each(['10.8.0.11', 'pilot', 'pilot.mesh', 'fd00::1'])('accepts %s with pilotService', (pilot) => {
    expect(problems(pilot, 'other', true)).toEqual([]);
  });

  it('accepts the name that sidecars expect', () => {
    expect(problems('istio-pilot.mesh', 'mesh')).toEqual([]);
  });

  it.each([
    ['10.8.0.11', 'mesh', 'istio-system'],
    ['pilot.example.com', 'mesh', 'istio-system'],
    ['pilot.other', 'mesh', 'other'],
    ['pilot', 'mesh', 'the pod’s own'],
    ['fd00::1', 'istio-system', 'the pod’s own'],
  ])('rejects %s in the namespace %s, since sidecars read %s', (pilot, namespace, read) => {
    expect(problems(pilot, namespace)).toEqual([
      `remotes[0].pilotService: expected pilotService: true: from the discovery address "${pilot}" sidecars read the namespace ${read}, not ${namespace}, and refuse Pilot's certificate. Set pilotService: true, here or in defaults`,
    ]);
  });

  it.each(['10.8.0.11', 'pilot.example.com', 'pilot.istio-system'])(
    'warns about %s, which sidecars read as istio-system',
    (pilot) => {
      expect(problems(pilot)).toEqual([
        `remotes[0].pilotService: warning: with control-plane mutual TLS the guide asks for istio-pilot.istio-system in DNS, got the address "${pilot}". Set pilotService: true, here or in defaults`,
      ]);
    },
  );
});
