import { App, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { KubernetesObject } from '../../../golden/manifests';

/** Returns the objects that a construct adds to a chart, in order. */
export function synthConstruct(add: (chart: Chart) => Construct): KubernetesObject[] {
  const chart = new Chart(new App(), 'chart');
  add(chart);
  return chart.toJson();
}

/** Returns `Kind/namespace/name` of each object. */
export function idsOf(objects: readonly KubernetesObject[]): string[] {
  return objects.map(({ kind, metadata: { namespace, name } }) =>
    [kind, namespace, name].filter((part) => part !== undefined).join('/'),
  );
}

/** The labels of this tool's objects of a component. */
export function ownLabels(name: string, own: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    ...own,
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/part-of': 'istio',
    'app.kubernetes.io/managed-by': 'cdk8s-istio-remote',
  };
}
