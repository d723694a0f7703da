import { isAtLeast } from '../../../kubernetes/version';
import { errorAt, type Path, type Problem, relyingOn, warningAt } from '../../../problem';
import { isNewerThanKnown, LATEST_CURRENT, newestKubernetes, oldestKubernetes } from '../facts/releases';
import type { MeshCurrent } from '../mesh';

/** An API server has every kind that the webhook, the sidecars and istiod need; one far newer is untested. */
export function kubernetesRunsCurrentIstio({ istio, primary, remotes }: MeshCurrent): Problem[] {
  const own = primary.kubernetes;
  return [
    ...(own === undefined ? [] : outOfRange(['primary', 'kubernetes'], own, istio)),
    ...remotes.flatMap(({ kubernetes, allowUnsupportedKubernetes }, index) =>
      allowUnsupportedKubernetes
        ? []
        : outOfRange(['remotes', index, 'kubernetes'], kubernetes, istio, [
            'remotes',
            index,
            'allowUnsupportedKubernetes',
          ]),
    ),
  ];
}

function outOfRange(path: Path, version: string, istio: string, permission?: Path): Problem[] {
  const oldest = oldestKubernetes(istio);
  const newest = newestKubernetes(istio);
  const relied = [['istio'], ...(permission === undefined ? [] : [permission])];
  if (!isAtLeast(version, oldest)) {
    const fix = permission === undefined ? '' : ', or write allowUnsupportedKubernetes: true';
    const message = `expected Kubernetes ${oldest} or newer for Istio ${istio}, got "${version}"`;
    return [relyingOn(errorAt(path, message, `Upgrade the cluster${fix}`), ...relied)];
  }
  if (newest === undefined || isAtLeast(newest, version)) return [];
  const message = `Istio ${istio} was tested up to Kubernetes ${newest}, got "${version}"`;
  return [relyingOn(warningAt(path, message, 'Upgrade Istio first'), ...relied)];
}

/**
 * A minor release that came out after this tool renders with the facts of the newest known one. The charts of Istio's
 * main branch in August 2026 render for a remote what 1.31 does.
 */
export function istioIsAKnownRelease({ istio }: MeshCurrent): Problem[] {
  if (!isNewerThanKnown(istio)) return [];
  const message = `Istio ${istio} is newer than this version of cdk8s-istio-remote, which renders it as ${LATEST_CURRENT}`;
  return [
    warningAt(['istio'], message, 'Update cdk8s-istio-remote, or compare with the charts of the release'),
  ];
}
