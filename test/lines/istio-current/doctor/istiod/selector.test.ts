import { expect, it } from 'vitest';
import { readSelector } from '../../../../../src/lines/istio-current/doctor/istiod/selector';

const labels = { mesh: 'on', tier: 'web' };

it.each([
  [{}, true],
  [{ matchLabels: { mesh: 'on' } }, true],
  [{ matchLabels: { mesh: 'on', tier: 'db' } }, false],
  [{ matchExpressions: [{ key: 'tier', operator: 'In', values: ['web', 'db'] }] }, true],
  [{ matchExpressions: [{ key: 'zone', operator: 'In', values: ['a'] }] }, false],
  [{ matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['web'] }] }, false],
  [{ matchExpressions: [{ key: 'zone', operator: 'NotIn', values: ['a'] }] }, true],
  [{ matchExpressions: [{ key: 'mesh', operator: 'Exists' }] }, true],
  [{ matchExpressions: [{ key: 'mesh', operator: 'DoesNotExist' }] }, false],
  [{ matchExpressions: [{ key: 'toString', operator: 'Exists' }] }, false],
  [{ matchExpressions: [{ key: 'mesh', operator: 'Gt', values: ['0'] }] }, false],
  [{ matchLabels: { mesh: 'on' }, matchExpressions: [{ key: 'zone', operator: 'Exists' }] }, false],
])('the selector %j fits the labels: %s', (selector, fits) => {
  expect(readSelector(selector)(labels)).toBe(fits);
});
