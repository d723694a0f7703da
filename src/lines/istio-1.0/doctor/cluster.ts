import type { RemoteContext } from '../../../doctor/context';
import { broken, type Observation, ok, warning } from '../../../doctor/finding';
import { livingNamespace } from '../../../doctor/remote/cluster';
import { isAtLeast, parseKubernetesVersion } from '../../../kubernetes/version';
import { NAMES } from '../facts/names';
import type { Mesh10 } from '../mesh';

/** The first Kubernetes release that the injector of Istio 1.0 does not support. */
const TOO_NEW = '1.22';

/** Checks that the API server answers, and that Istio and mesh.yaml support its release. */
export async function apiServer(
  context: Pick<RemoteContext<Mesh10>, 'cluster' | 'remote'>,
): Promise<Observation> {
  const { cluster, remote } = context;
  const version = await cluster.version();
  const running = `Kubernetes ${version} answers at ${cluster.server}`;
  if (!isAtLeast(version, '1.9'))
    return broken(`${running}, older than 1.9`, 'Upgrade the cluster before it joins');
  if (isAtLeast(version, TOO_NEW) && !remote.allowUnsupportedKubernetes)
    return broken(
      `${running}, which the sidecar injector of Istio 1.0 does not support`,
      'Use a cluster of Kubernetes 1.21 at most, or set allowUnsupportedKubernetes and sidecarInjector.caBundle',
    );
  if (!hasMinor(version, remote.kubernetes))
    return warning(
      `${running}, and mesh.yaml says ${remote.kubernetes}`,
      `Write kubernetes: "${minorOf(version)}", synthesize and apply: the manifests depend on it`,
    );
  return ok(running);
}

function hasMinor(version: string, minor: string): boolean {
  return minorOf(version) === minorOf(minor);
}

function minorOf(version: string): string {
  const parsed = parseKubernetesVersion(version);
  return parsed === undefined ? version : `${parsed.major}.${parsed.minor}`;
}

/** Checks that the namespace of Istio exists and its pods get no sidecar. */
export async function istioNamespace({ cluster, mesh }: RemoteContext): Promise<Observation> {
  const name = mesh.primary.namespace;
  const found = await livingNamespace(cluster, name);
  if ('wrong' in found) return found.wrong;
  if (found.namespace.metadata.labels?.[NAMES.injectionLabel] === 'enabled')
    return broken(
      `the namespace ${name} is labelled ${NAMES.injectionLabel}=enabled, so that the injector waits for itself`,
      `Apply the manifests of ${cluster.name} again`,
    );
  return ok(`the namespace ${name} is there`);
}
