/**
 * Parses the path of an injection request like istiod's own code, step by step: names and values alternate after
 * `/inject/`. Source: release-1.30, pkg/kube/inject/webhook.go (parseInjectEnvs).
 */
export function parseInjectEnvs(path: string): Record<string, string> {
  const trimmed = path.endsWith('/') ? path.slice(0, -1) : path;
  const [, , ...behind] = trimmed.split('/');
  const steps = behind.map((step, index) => (index % 2 === 0 ? step : step.split('--slash--').join('/')));
  const known: Record<string, string> = { cluster: 'ISTIO_META_CLUSTER_ID', net: 'ISTIO_META_NETWORK' };
  const found: Record<string, string> = {};
  for (let index = 0; index + 1 < steps.length; index += 2) {
    const name = steps[index] ?? '';
    found[known[name] ?? name.toUpperCase()] = steps[index + 1] ?? '';
  }
  return found;
}
