/** The compared releases, as tags of Istio. 1.31 only has a candidate. */
export const RELEASES = ['1.28.10', '1.29.6', '1.30.3', '1.31.0-rc.0'] as const;
