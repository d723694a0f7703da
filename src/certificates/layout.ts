import { join } from 'node:path';

/** The four files that Citadel and istiod mount from the Secret `cacerts`. */
export const BUNDLE_FILES = ['ca-cert.pem', 'ca-key.pem', 'root-cert.pem', 'cert-chain.pem'] as const;
export type BundleFile = (typeof BUNDLE_FILES)[number];

/** The optional Secret with the four files. */
export const SECRET_FILE = 'cacerts.secret.yaml';

export const ROOT_CERTIFICATE = 'root-cert.pem';
export const ROOT_KEY = 'root-key.pem';

/** Returns the folder of the root that signs. */
export function rootFolder(dir: string): string {
  return join(dir, 'root');
}

/** Returns the folder of the previous root, while clusters move to the new one. */
export function previousFolder(dir: string): string {
  return join(dir, 'previous-root');
}

/** Returns the folder of all clusters' folders, because a cluster may have the name `root`. */
export function clustersFolder(dir: string): string {
  return join(dir, 'clusters');
}

export function clusterFolder(dir: string, cluster: string): string {
  return join(clustersFolder(dir), cluster);
}

/** Returns the file with a line for every certificate that was signed here, for audits. */
export function recordFile(dir: string): string {
  return join(dir, 'issued.txt');
}
