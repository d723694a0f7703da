/** Every patch release of Istio 1.0. Source: the tags 1.0.0 to 1.0.9 of istio/istio. */
export const RELEASES_1_0 = [
  '1.0.0',
  '1.0.1',
  '1.0.2',
  '1.0.3',
  '1.0.4',
  '1.0.5',
  '1.0.6',
  '1.0.7',
  '1.0.8',
  '1.0.9',
] as const;

/** A patch release of Istio 1.0, such as `1.0.9`. */
export type Release10 = (typeof RELEASES_1_0)[number];

/**
 * The first release whose `istio-remote` chart has the field. An older Pilot's strict parser refuses a mesh config
 * with it. Source: install/kubernetes/helm/istio-remote at each tag.
 */
export const FIRST_RELEASE = {
  /** `global.proxy.privileged`; 1.0.0 always ran istio-init privileged. */
  privilegedSwitch: '1.0.1',
  /** `global.proxy.concurrency`. */
  concurrency: '1.0.2',
  /** `global.policyCheckFailOpen`. */
  policyCheckFailOpen: '1.0.3',
  /** Core dumps in /var/lib/istio, with a writable root file system. */
  coreDumpFile: '1.0.3',
  /** `global.proxy.proxyDomain`. */
  proxyDomain: '1.0.6',
} as const satisfies Record<string, Release10>;

/** Whether a release has a feature. */
export function hasFeature(release: Release10, feature: keyof typeof FIRST_RELEASE): boolean {
  return RELEASES_1_0.indexOf(release) >= RELEASES_1_0.indexOf(FIRST_RELEASE[feature]);
}

/** The newest release of the line, and the default of every construct. */
export const LATEST_1_0: Release10 = '1.0.9';

/** Whether a text is a release of this line. */
export function isRelease10(text: string): text is Release10 {
  return RELEASES_1_0.some((release) => release === text);
}
