/** A Kubernetes release, for example `1.21`. */
interface KubernetesVersion {
  readonly major: number;
  readonly minor: number;
}

/**
 * Parses `1.21`, `1.21.14` and what `kubectl version` prints, for example `v1.30.5+k3s1`. Undefined for anything
 * else.
 */
export function parseKubernetesVersion(text: string): KubernetesVersion | undefined {
  const match =
    /^v?(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})(?:\.\d{1,4}(?:[-+][\dA-Za-z][\dA-Za-z.+-]{0,99})?)?$/.exec(text);
  return match === null ? undefined : { major: Number(match[1]), minor: Number(match[2]) };
}

/**
 * Whether `version` (for example `1.21`) is `than` or newer. An unreadable version counts as older than any other.
 */
export function isAtLeast(version: string, than: string): boolean {
  const left = parseKubernetesVersion(version);
  const right = parseKubernetesVersion(than);
  if (left === undefined || right === undefined) return false;
  return left.major !== right.major ? left.major > right.major : left.minor >= right.minor;
}
