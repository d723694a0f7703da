import { isAtLeast } from '../../../kubernetes/version';
import { errorAt, type Path, type Problem, relyingOn, warningAt } from '../../../problem';
import { isNewerThanKnown, LATEST_CURRENT, newestKubernetes, oldestKubernetes } from '../facts/releases';
import type { MeshInputCurrent } from '../input';
import type { MeshCurrent } from '../mesh';
import type { RevisionCurrent } from '../revisions';

/**
 * The API server must have every kind that the webhook, the sidecars and istiod need. Much newer releases are
 * untested.
 */
export function kubernetesRunsCurrentIstio({ revisions, primary, remotes }: MeshCurrent): Problem[] {
  const own = primary.kubernetes;
  return [
    ...(own === undefined ? [] : outOfRange(['primary', 'kubernetes'], own, revisions)),
    ...remotes.flatMap(({ kubernetes, allowUnsupportedKubernetes, revisions: ofRemote }, index) =>
      allowUnsupportedKubernetes
        ? []
        : outOfRange(['remotes', index, 'kubernetes'], kubernetes, ofRemote, [
            ['remotes', index, 'allowUnsupportedKubernetes'],
            ['remotes', index, 'revisions'],
          ]),
    ),
  ];
}

/** Checks the least suitable revision: the newest for an old Kubernetes, the oldest for a new one. */
function outOfRange(
  path: Path,
  version: string,
  revisions: readonly RevisionCurrent[],
  permission?: readonly Path[],
): Problem[] {
  const releases = revisions.map(({ istio }) => istio);
  const istio =
    releases.find((release) => !isAtLeast(version, oldestKubernetes(release))) ?? tested(releases, version);
  if (istio === undefined) return [];
  const oldest = oldestKubernetes(istio);
  const newest = newestKubernetes(istio);
  const relied = [['istio'], ['revisions'], ...(permission ?? [])];
  if (!isAtLeast(version, oldest)) {
    const fix = permission === undefined ? '' : ', or write allowUnsupportedKubernetes: true';
    const message = `expected Kubernetes ${oldest} or newer for Istio ${istio}, got "${version}"`;
    return [relyingOn(errorAt(path, message, `Upgrade the cluster${fix}`), ...relied)];
  }
  if (newest === undefined || isAtLeast(newest, version)) return [];
  const message = `Istio ${istio} was tested up to Kubernetes ${newest}, got "${version}"`;
  return [relyingOn(warningAt(path, message, 'Upgrade Istio first'), ...relied)];
}

/** Returns a release that was only tested up to an older Kubernetes. */
function tested(releases: readonly string[], version: string): string | undefined {
  return releases.find((release) => {
    const newest = newestKubernetes(release);
    return newest !== undefined && !isAtLeast(newest, version);
  });
}

/**
 * A minor release newer than this tool renders with the facts of the newest known one. For a remote, the charts of
 * Istio's main branch in August 2026 render the same as 1.31.
 */
export function istioIsAKnownRelease(
  { istio }: MeshCurrent,
  { revisions = [] }: MeshInputCurrent,
): Problem[] {
  const places: [Path, string][] = [
    [['istio'], istio],
    ...revisions.flatMap(({ istio: own }, index): [Path, string][] =>
      own === undefined ? [] : [[['revisions', index, 'istio'], own]],
    ),
  ];
  return places
    .filter(([, release]) => isNewerThanKnown(release))
    .map(([path, release]) =>
      warningAt(
        path,
        `Istio ${release} is newer than this version of cdk8s-istio-remote, which renders it as ${LATEST_CURRENT}`,
        'Update cdk8s-istio-remote, or compare with the charts of the release',
      ),
    );
}
