import type { RemoteContext } from '../../../doctor/context';
import { broken, type Observation, ok } from '../../../doctor/finding';
import { textAt } from '../../../kubernetes/fields';
import { NAMES } from '../facts/names';
import type { MeshCurrent } from '../mesh';

/** Istiod has given its root to the namespaces whose pods get sidecars: these mount it. */
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
          `there is no ConfigMap ${NAMES.rootConfigMap} in ${lacking.join(', ')}, without which no sidecar starts`,
          `istiod of ${mesh.primary.name} writes it: see the findings about the namespace here, and about istiod and the Secret on the primary`,
        ),
      ];
}
