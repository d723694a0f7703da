import { isAtLeast, parseKubernetesVersion } from '../../../kubernetes/version';

/** A minor release of the line and the Kubernetes versions it runs on. */
interface MinorRelease {
  /** The first two numbers, such as `1.30`. */
  readonly minor: string;
  /** Oldest Kubernetes on which its charts and istiod run. */
  readonly oldestKubernetes: string;
  /** Newest Kubernetes of the table of supported releases; absent where no table is known. */
  readonly newestKubernetes?: string;
}

/**
 * The minor releases that render the same objects, but for a few switches.
 * Source: istioctl/pkg/install/k8sversion/version.go (MinK8SVersion) at release-1.28 to release-1.31; the newest of 1.28
 * and 1.29 from the table of supported releases on istio.io.
 */
const MINOR_RELEASES: readonly MinorRelease[] = [
  { minor: '1.28', oldestKubernetes: '1.30', newestKubernetes: '1.34' },
  { minor: '1.29', oldestKubernetes: '1.30', newestKubernetes: '1.35' },
  { minor: '1.30', oldestKubernetes: '1.32' },
  { minor: '1.31', oldestKubernetes: '1.32' },
];

/** Minor releases of current Istio that this tool renders. */
export const MINORS_CURRENT: readonly string[] = MINOR_RELEASES.map(({ minor }) => minor);

/** The first two numbers of a release such as `1.30.3`. */
export function minorOf(release: string): string {
  return release.split('.', 2).join('.');
}

/** Oldest Kubernetes on which a release runs. */
export function oldestKubernetes(release: string): string {
  const minor = minorOf(release);
  return MINOR_RELEASES.find((known) => known.minor === minor)?.oldestKubernetes ?? '1.30';
}

/** Newest Kubernetes on which a release was tested; undefined if unknown. */
export function newestKubernetes(release: string): string | undefined {
  const minor = minorOf(release);
  return MINOR_RELEASES.find((known) => known.minor === minor)?.newestKubernetes;
}

/** Whether a text is a release of this line: `1.30` or `1.30.3`. */
export function isReleaseCurrent(text: string): boolean {
  return /^\d+\.\d+(?:\.(?:0|[1-9]\d*))?$/.test(text) && MINORS_CURRENT.includes(minorOf(text));
}

/** What differs between the minor releases. Source: the rendered charts of each. */
const SINCE = {
  /** The reader lists ConfigMaps of every namespace. */
  readerListsConfigMaps: '1.29',
  /** An IPv6 address gets an EndpointSlice; the charts before made it an invalid ExternalName. */
  ipv6Slices: '1.30',
  /** The injector sets the user of a gateway; the chart `gateway` did before. */
  injectorSetsTheUserOfGateways: '1.30',
} as const;

/** One difference between the minor releases. */
export type FeatureCurrent = keyof typeof SINCE;

/** Whether a release has a feature. */
export function hasFeatureCurrent(release: string, feature: FeatureCurrent): boolean {
  return (
    parseKubernetesVersion(minorOf(release)) !== undefined && isAtLeast(minorOf(release), SINCE[feature])
  );
}

/** The newest of some releases, by their minor numbers. */
export function newestRelease(releases: readonly string[]): string {
  return releases.reduce((newest, release) =>
    isAtLeast(minorOf(newest), minorOf(release)) ? newest : release,
  );
}

/** The newest minor release of the line. */
export const LATEST_CURRENT = '1.31';
