import { isAtLeast } from '../../../kubernetes/version';

/** A minor release of the line and its Kubernetes versions. */
interface MinorRelease {
  /** The first two numbers, for example `1.30`. */
  readonly minor: string;
  /** Oldest Kubernetes release that its charts and istiod support. */
  readonly oldestKubernetes: string;
  /** Newest Kubernetes release in the table of supported releases. Undefined if no table is known. */
  readonly newestKubernetes?: string;
}

/**
 * The minor releases. They render the same objects, except for a few switches. Source:
 * istioctl/pkg/install/k8sversion/version.go (MinK8SVersion) at release-1.28 to release-1.31; the newest of 1.28 and
 * 1.29 from the table of supported releases on istio.io.
 */
const NEWEST: MinorRelease = { minor: '1.31', oldestKubernetes: '1.32' };
const MINOR_RELEASES: readonly MinorRelease[] = [
  { minor: '1.28', oldestKubernetes: '1.30', newestKubernetes: '1.34' },
  { minor: '1.29', oldestKubernetes: '1.30', newestKubernetes: '1.35' },
  { minor: '1.30', oldestKubernetes: '1.32' },
  NEWEST,
];

/** Minor releases whose charts this tool was compared with. Newer releases render like the newest of these. */
export const MINORS_CURRENT: readonly string[] = MINOR_RELEASES.map(({ minor }) => minor);

/** The newest of these minor releases. */
export const LATEST_CURRENT = NEWEST.minor;

/** Two or three numbers, then an optional mark of a pre-release or build, for example `-rc.0`. */
const RELEASE = /^1\.(2[89]|[3-9]\d)(?:\.(0|[1-9]\d*))?(?:-[0-9A-Za-z]+(?:[.-][0-9A-Za-z]+)*)?$/;

/** The accepted values of `istio:` in mesh.yaml, as a pattern of JSON Schema. */
export const RELEASE_PATTERN = RELEASE.source;

/** A release as numbers. A pre-release counts as its release: `1.31.0-rc.0` as 1.31.0. */
export interface ReleaseNumbers {
  /** `1.30` of 1.30.3. */
  readonly minor: string;
  /** 3 of 1.30.3. Undefined if the release has no patch version. */
  readonly patch: number | undefined;
}

/** Parses a release of this line, of a known minor release or a newer one. */
export function releaseNumbers(text: string): ReleaseNumbers | undefined {
  const [, minor, patch] = RELEASE.exec(text) ?? [];
  return minor === undefined
    ? undefined
    : { minor: `1.${minor}`, patch: patch === undefined ? undefined : Number(patch) };
}

/** Whether a text is a release of this line: `1.30`, `1.30.3` or `1.31.0-rc.0`. */
export function isReleaseCurrent(text: string): boolean {
  return releaseNumbers(text) !== undefined;
}

/** Whether a release is newer than the releases that this tool was compared with. */
export function isNewerThanKnown(release: string): boolean {
  return !isAtLeast(LATEST_CURRENT, minorOf(release));
}

/** Returns the minor release with the facts of a release. A newer release gets those of the newest known one. */
function factsOf(release: string): MinorRelease {
  const minor = minorOf(release);
  return MINOR_RELEASES.find((known) => known.minor === minor) ?? NEWEST;
}

function minorOf(release: string): string {
  return releaseNumbers(release)?.minor ?? LATEST_CURRENT;
}

/** Returns the oldest Kubernetes release that an Istio release supports. */
export function oldestKubernetes(release: string): string {
  return factsOf(release).oldestKubernetes;
}

/** Returns the newest Kubernetes release that an Istio release was tested on. Undefined if unknown. */
export function newestKubernetes(release: string): string | undefined {
  return factsOf(release).newestKubernetes;
}

/** Differences between the minor releases. Source: the rendered charts of each. */
const SINCE = {
  /** The reader lists ConfigMaps of every namespace. */
  readerListsConfigMaps: '1.29',
  /** An IPv6 address gets an EndpointSlice. Older charts made it an invalid ExternalName. */
  ipv6Slices: '1.30',
  /** Ambient mode over several networks is beta. Source: istio.io, blog of 2026-02 and ambient/install/multicluster. */
  ambientOverNetworks: '1.29',
  /** The injector sets the user of a gateway. Before, the chart `gateway` did. */
  injectorSetsTheUserOfGateways: '1.30',
} as const;

/** One difference between the minor releases. */
export type FeatureCurrent = keyof typeof SINCE;

/** Whether a release has a feature. */
export function hasFeatureCurrent(release: string, feature: FeatureCurrent): boolean {
  return hasReached(release, SINCE[feature]);
}

/** Whether a release is at least a minor release. */
export function hasReached(release: string, minor: string): boolean {
  return isAtLeast(minorOf(release), minor);
}

/** Returns the newest of some releases, by their minor numbers. */
export function newestRelease(releases: readonly string[]): string {
  return releases.reduce((newest, release) =>
    isAtLeast(minorOf(newest), minorOf(release)) ? newest : release,
  );
}
