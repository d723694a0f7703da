import { type Problem, warningAt } from '../../../problem';
import { isNewerThanKnown, LATEST_CURRENT } from '../facts/releases';
import type { MeshCurrent } from '../mesh';

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
