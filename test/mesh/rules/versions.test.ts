import { expect, it } from 'vitest';
import { primaryKubernetesIsKnown } from '../../../src/mesh/rules';
import { ruleProblems } from './rule-problems';

it.each([undefined, '1.9', '1.9.0', '1.21', '1.30'])('accepts Kubernetes %s on the primary', (kubernetes) => {
  expect(ruleProblems(primaryKubernetesIsKnown, { primary: { kubernetes } })).toEqual([]);
});

it('rejects Kubernetes 1.8 on the primary', () => {
  expect(ruleProblems(primaryKubernetesIsKnown, { primary: { kubernetes: '1.8.15' } })).toEqual([
    'primary.kubernetes: expected Kubernetes 1.9 or newer, got "1.8.15". Upgrade the cluster',
  ]);
});
