import type { RemoteContext } from '../../../doctor/context';
import { broken, type Observation, ok } from '../../../doctor/finding';
import { livingNamespace } from '../../../doctor/remote/cluster';
import { NAMES } from '../facts/names';

/** The namespace of Istio is there, and no pod in it gets a sidecar. */
export async function istioNamespace({ cluster, mesh }: RemoteContext): Promise<Observation[]> {
  const name = mesh.primary.namespace;
  const found = await livingNamespace(cluster, name);
  if ('wrong' in found) return [found.wrong];
  if (found.namespace.metadata.labels?.[NAMES.injectionLabel] === 'enabled')
    return [
      broken(
        `the namespace ${name} is labelled ${NAMES.injectionLabel}=enabled, so that the injector waits for itself`,
        `Apply the manifests of ${cluster.name} again`,
      ),
    ];
  return [ok(`the namespace ${name} is there`)];
}
