import { expect, it } from 'vitest';
import { InjectedNamespace } from '../../../../src/constructs/injected-namespace';
import { synthConstruct } from './synth-construct';

it('labels a namespace for injection and claims nothing else of it', () => {
  const objects = synthConstruct((chart) => new InjectedNamespace(chart, 'shop', { namespace: 'shop' }));
  expect(objects).toEqual([
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'shop', labels: { 'istio-injection': 'enabled' } },
    },
  ]);
});
