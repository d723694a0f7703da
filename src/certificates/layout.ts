import { join } from 'node:path';

/** The four files that Citadel and istiod mount from the Secret `cacerts`. */
export const BUNDLE_FILES = ['ca-cert.pem', 'ca-key.pem', 'root-cert.pem', 'cert-chain.pem'] as const;
export type BundleFile = (typeof BUNDLE_FILES)[number];

/** The Secret of the four files, on request. */
export const SECRET_FILE = 'cacerts.secret.yaml';

export const ROOT_CERTIFICATE = 'root-cert.pem';
export const ROOT_KEY = 'root-key.pem';

/** Folder of the root that signs. */
export function rootFolder(dir: string): string {
  return join(dir, 'root');
}

/** Folder of the root that signed before, while clusters move to the new one. */
export function previousFolder(dir: string): string {
  return join(dir, 'previous-root');
}

/** Folder of all clusters' folders: a cluster may be called `root`. */
export function clustersFolder(dir: string): string {
  return join(dir, 'clusters');
}

export function clusterFolder(dir: string, cluster: string): string {
  return join(clustersFolder(dir), cluster);
}

/** A line for every certificate that was signed here, for those who have to account for them. */
export function recordFile(dir: string): string {
  return join(dir, 'issued.txt');
}
