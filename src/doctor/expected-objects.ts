import { ApiObject, App, Chart } from 'cdk8s';
import type { KubeObject } from '../kubernetes/api/cluster';
import type { Part } from '../kubernetes/part';

/** The objects that parts make. */
export function objectsOf(parts: readonly Part[]): KubeObject[] {
  const chart = new Chart(new App(), 'expected');
  return parts
    .flatMap((part) => part.make(chart).node.findAll())
    .filter((node) => ApiObject.isApiObject(node))
    .map((object) => object.toJson() as KubeObject);
}
