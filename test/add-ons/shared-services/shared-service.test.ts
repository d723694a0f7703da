import { App, Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { SharedService, SharedServiceNamespace, type SharedServiceProps } from '../../../src';

function synthService(props: Partial<SharedServiceProps> = {}): object {
  const chart = new Chart(new App(), 'test');
  new SharedService(chart, 'cart', { name: 'cart', namespace: 'shop', ports: [{ port: 80 }], ...props });
  const [service] = chart.toJson();
  return service;
}

describe('SharedService', () => {
  it('is a Service with an address of its cluster', () => {
    expect(synthService()).toEqual({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name: 'cart',
        namespace: 'shop',
        labels: { 'app.kubernetes.io/managed-by': 'cdk8s-istio-remote' },
      },
      spec: { ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }] },
    });
  });

  it.each([
    ['headless', { headless: true }, { clusterIP: 'None' }],
    [
      'for an external name',
      { externalName: 'db.example.com' },
      { type: 'ExternalName', externalName: 'db.example.com' },
    ],
    ['with a selector', { selector: { app: 'cart' } }, { selector: { app: 'cart' } }],
    ['for pods that are not ready', { publishNotReadyAddresses: true }, { publishNotReadyAddresses: true }],
  ])('can be %s', (_, props, spec) => {
    expect(synthService(props)).toMatchObject({ spec });
  });

  it('keeps its own labels beside that of this tool', () => {
    expect(synthService({ labels: { app: 'cart' }, annotations: { 'x.istio.io/y': 'z' } })).toMatchObject({
      metadata: { labels: { app: 'cart' }, annotations: { 'x.istio.io/y': 'z' } },
    });
  });
});

it('SharedServiceNamespace has no label, since it belongs to the applications', () => {
  const chart = new Chart(new App(), 'test');
  new SharedServiceNamespace(chart, 'shop', { namespace: 'shop' });
  expect(chart.toJson()).toEqual([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }]);
});
