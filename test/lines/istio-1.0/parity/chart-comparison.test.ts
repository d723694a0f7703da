import { describe, expect, it } from 'vitest';
import { CASES, isRendered, meshOf, renderingOf } from './cases';
import { chartDifferences } from './chart-comparison';

const [each] = CASES.filter(({ name }) => name === 'default');
if (each === undefined) throw new Error('no case');

describe.skipIf(!isRendered(each))('the comparison with the chart', () => {
  const mesh = meshOf(each);
  const rendered = isRendered(each) ? renderingOf(each) : '';
  const differences = (text: string) => chartDifferences(mesh, text);

  it('finds no difference between equal objects', () => {
    expect(differences(rendered)).toEqual([]);
  });

  it.each([
    ['replicas: 1', 'replicas: 2'],
    ['app: security', 'app: citadel'],
    ['istio: citadel', 'istio: other'],
    ['cpu: 10m', 'cpu: 11m'],
    ['cpu: 10m', 'cpu: null'],
    ['citadel:1.0.9', 'citadel:1.0.8'],
    ['concurrency: 0', 'concurrency: "0"'],
    ['discoveryAddress: 10.8.0.11', 'discoveryAddress: 10.8.0.12'],
    ['policy: enabled', 'policy: disabled'],
    ['istio-injection: enabled', 'istio-injection: yes'],
    ['failurePolicy: Fail', 'failurePolicy: Ignore'],
    ["'services', 'endpoints'", "'services'"],
    ['name: istio-multi', 'name: istio-single'],
    ['kind: Service\n', 'kind: Pod\n'],
    ['weight: 2', 'weight: 1'],
    ['namespace: istio-system', 'namespace: default'],
  ])('sees %j turned into %j', (was, is) => {
    expect(rendered).toContain(was);
    expect(differences(rendered.replace(was, is))).not.toEqual([]);
  });
});
