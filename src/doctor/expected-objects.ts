import { ApiObject, App, Chart } from 'cdk8s';
import type { Mesh10, Remote10 } from '../istio-1.0/mesh';
import { remoteParts } from '../istio-1.0/parts';
import type { KubeObject } from '../live/cluster';

/** The objects that the mesh says are in a remote cluster, as dist/ has them. */
export function expectedObjects(mesh: Mesh10, remote: Remote10): KubeObject[] {
  const chart = new Chart(new App(), 'expected');
  return remoteParts(mesh, remote)
    .flatMap((part) => part.make(chart).node.findAll())
    .filter((node) => ApiObject.isApiObject(node))
    .map((object) => object.toJson() as KubeObject);
}
