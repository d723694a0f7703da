import { describe, expect, it } from 'vitest';
import { architectureAffinity } from '../../../../src/lines/istio-1.0/constructs/scheduling';
import { chartDefaults } from '../../../../src/lines/istio-1.0/options/remote';

const affinity = (architectures: Record<string, number>, kubernetes = '1.21') =>
  architectureAffinity({ ...chartDefaults('1.0.9').scheduling, architectures }, kubernetes).nodeAffinity;

describe('architectureAffinity', () => {
  it('asks for the architectures with a weight, sorted, and prefers each by its weight', () => {
    const key = 'kubernetes.io/arch';
    expect(affinity({ s390x: 1, amd64: 3, ppc64le: 0 })).toEqual({
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key, operator: 'In', values: ['amd64', 's390x'] }] }],
      },
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 3, preference: { matchExpressions: [{ key, operator: 'In', values: ['amd64'] }] } },
        { weight: 1, preference: { matchExpressions: [{ key, operator: 'In', values: ['s390x'] }] } },
      ],
    });
  });

  it('gives the same for every order of the same architectures', () => {
    expect(affinity({ s390x: 2, amd64: 2 })).toEqual(affinity({ amd64: 2, s390x: 2 }));
  });

  it.each([
    ['1.9', 'beta.kubernetes.io/arch'],
    ['1.13.12', 'beta.kubernetes.io/arch'],
    ['1.14', 'kubernetes.io/arch'],
    ['1.21.14', 'kubernetes.io/arch'],
  ])('looks on Kubernetes %s at the label %s', (kubernetes, key) => {
    const text = JSON.stringify(affinity({ amd64: 2 }, kubernetes));
    expect(text.match(/"key":"[^"]*"/g)).toEqual([`"key":"${key}"`, `"key":"${key}"`]);
  });
});
