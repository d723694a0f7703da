import { isAtLeast } from '../../../kubernetes/version';
import { errorAt, type Problem } from '../../../problem';
import type { Mesh10, Remote10 } from '../mesh';

/**
 * Istio 1.0 runs on Kubernetes 1.9 to 1.21: its injector patches the webhook through admissionregistration v1beta1,
 * which 1.22 removed. Source: 1.0.9, pilot/cmd/sidecar-injector/main.go; README for the lower bound.
 */
export function kubernetesRunsIstio10({ remotes }: Mesh10): Problem[] {
  return remotes.flatMap((remote, index) => {
    const path = ['remotes', index, 'kubernetes'];
    if (!isAtLeast(remote.kubernetes, '1.9')) {
      return errorAt(
        path,
        `expected Kubernetes 1.9 to 1.21 for Istio 1.0, got "${remote.kubernetes}"`,
        'Upgrade the cluster',
      );
    }
    return isAtLeast(remote.kubernetes, '1.22') ? tooNew(remote, index) : [];
  });
}

function tooNew(remote: Remote10, index: number): Problem | [] {
  const reason = 'its injector patches the webhook through an API that 1.22 no longer serves';
  if (!remote.allowUnsupportedKubernetes) {
    return errorAt(
      ['remotes', index, 'kubernetes'],
      `expected Kubernetes 1.9 to 1.21 for Istio 1.0, got "${remote.kubernetes}": ${reason}`,
      'Use a current Istio, or set allowUnsupportedKubernetes: true and sidecarInjector.caBundle',
      ['remotes', index, 'allowUnsupportedKubernetes'],
    );
  }
  if (!remote.sidecarInjector.enabled || remote.sidecarInjector.caBundle !== undefined) return [];
  return errorAt(
    ['remotes', index, 'sidecarInjector', 'caBundle'],
    `expected a static caBundle on Kubernetes ${remote.kubernetes}, got nothing: ${reason}`,
    "Give Citadel's root certificate, base64 of PEM, or set sidecarInjector.enabled: false",
    ['remotes', index, 'sidecarInjector', 'enabled'],
    ['remotes', index, 'kubernetes'],
    ['remotes', index, 'allowUnsupportedKubernetes'],
  );
}
