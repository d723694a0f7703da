import type { FirstRemoteContext, RemoteContext } from '../../../doctor/context';
import { broken, type Observation, ok, warning } from '../../../doctor/finding';
import { livingNamespace } from '../../../doctor/remote/cluster';
import { textAt } from '../../../kubernetes/fields';
import { isAtLeast } from '../../../kubernetes/version';
import { ANNOTATIONS, LABELS } from '../facts/labels';
import { NAMES } from '../facts/names';
import { newestRelease, oldestKubernetes } from '../facts/releases';
import type { MeshCurrent } from '../mesh';

/** Checks that the API server answers, and that Istio supports its release. */
export async function apiServer({
  cluster,
  remote,
}: FirstRemoteContext<MeshCurrent>): Promise<Observation[]> {
  const version = await cluster.version();
  const running = `Kubernetes ${version} answers at ${cluster.server}`;
  const istio = newestRelease(remote.revisions.map((revision) => revision.istio));
  const oldest = oldestKubernetes(istio);
  if (isAtLeast(version, oldest)) return [ok(running)];
  const older = `${running}, older than the ${oldest} of Istio ${istio}`;
  return remote.allowUnsupportedKubernetes
    ? [warning(older, 'It is on your own account: mesh.yaml says allowUnsupportedKubernetes')]
    : [broken(older, 'Upgrade the cluster before it joins, or set allowUnsupportedKubernetes')];
}

/**
 * Checks that the namespace of Istio exists, and that it has the label of the cluster's network and the annotation of
 * the istiod that manages it.
 */
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
  const problems = [
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
  return problems.length > 0 ? problems : [ok(`the namespace ${name} is managed by ${primary}`)];
}

/** Checks that istiod has given its root to the namespaces whose pods get sidecars, because these mount it. */
export async function rootCertificates({
  cluster,
  mesh,
  remote,
}: RemoteContext<MeshCurrent>): Promise<Observation[]> {
  const found = await cluster.list(
    { apiVersion: 'v1', kind: 'ConfigMap' },
    { fields: `metadata.name=${NAMES.rootConfigMap}` },
  );
  const served = found
    .filter(
      (map) =>
        map.metadata.name === NAMES.rootConfigMap && textAt(map, 'data', 'root-cert.pem') !== undefined,
    )
    .map(({ metadata }) => metadata.namespace);
  const wanted = [mesh.primary.namespace, ...remote.injectedNamespaces];
  const lacking = wanted.filter((namespace) => !served.includes(namespace));
  return lacking.length === 0
    ? [ok(`istiod has given its root to ${wanted.join(', ')}`)]
    : [
        broken(
          `there is no ConfigMap ${NAMES.rootConfigMap} in ${lacking.join(', ')}, so no sidecar starts there`,
          `istiod of ${mesh.primary.name} writes it: see the findings about the namespace here, and about istiod and the Secret on the primary`,
        ),
      ];
}
