import type { RemoteContext } from '../../../doctor/context';
import { broken, type Observation, ok, warning } from '../../../doctor/finding';
import { livingNamespace } from '../../../doctor/remote/cluster';
import { isAtLeast, parseKubernetesVersion } from '../../../kubernetes/version';
import { NAMES } from '../facts/names';
import type { Mesh10 } from '../mesh';

/** The first release whose API server the injector of Istio 1.0 cannot talk to. */
const TOO_NEW = '1.22';

/** The API server answers, and runs a release that Istio and mesh.yaml are made for. */
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

/** The namespace of Istio is there, and no pod in it gets a sidecar. */
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
