/** The releases whose charts are compared with, as tags of Istio. Of 1.31 there is a candidate only. */
export const RELEASES = ['1.28.10', '1.29.6', '1.30.3', '1.31.0-rc.0'] as const;
