import type { RemoteContext } from '../../../doctor/context';
import { broken, type Observation, ok } from '../../../doctor/finding';
import { livingNamespace } from '../../../doctor/remote/cluster';
import { ANNOTATIONS, LABELS } from '../facts/labels';
import type { MeshCurrent } from '../mesh';

/** The namespace of Istio is there and says whose istiod looks after the cluster, and in which network it is. */
export async function istioNamespace({
  cluster,
  mesh,
  remote,
}: RemoteContext<MeshCurrent>): Promise<Observation[]> {
  const { namespace: name, name: primary } = mesh.primary;
  const found = await livingNamespace(cluster, name);
  if ('wrong' in found) return [found.wrong];
  const { annotations = {}, labels = {} } = found.namespace.metadata;
  const apply = `Apply the manifests of ${cluster.name}`;
  const chosen = annotations[ANNOTATIONS.controlPlaneClusters];
  const clusters = (chosen ?? '').split(',');
  const network = labels[LABELS.network];
  const wrong = [
    ...(clusters.includes(primary) || clusters.includes('*')
      ? []
      : [
          broken(
            `the namespace ${name} ${chosen === undefined ? 'lacks the annotation' : `says ${chosen} in the annotation`} ${ANNOTATIONS.controlPlaneClusters}, so that istiod of ${primary} leaves webhooks without a caBundle and namespaces without a root certificate`,
            apply,
          ),
        ]),
    ...(network === remote.network
      ? []
      : [
          broken(
            `the namespace ${name} is labelled ${LABELS.network}=${network ?? '(nothing)'}, and mesh.yaml says ${remote.network ?? 'no network'}`,
            `${apply}, or correct network: pods of other networks are reached through its gateway`,
          ),
        ]),
  ];
  return wrong.length > 0 ? wrong : [ok(`the namespace ${name} is looked after by ${primary}`)];
}
