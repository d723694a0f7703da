import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, UserError } from '../problem';
import { readText } from '../read-file';
import type { Authority } from './authority';
import { type Certificate, isSame, isSignedBy, readCertificates } from './certificate';
import { BUNDLE_FILES, type BundleFile, clusterFolder, SECRET_FILE } from './layout';
import { putFolder } from './private-folder';

/** Texts of the four files. */
export type Bundle = Readonly<Record<BundleFile, string>>;

/**
 * Returns the four files of a cluster. The chain is what workloads send with their own certificate: the certificates
 * up to the root, without the root. The signing root comes first in root-cert.pem: Citadel 1.0 issues new
 * certificates to workloads if the bytes of root-cert.pem change (1.0.9, security/pkg/pki/ca/controller/secret.go:
 * scrtUpdated). So moving a cluster to another root must change the file, although the cluster trusts both roots
 * before and after.
 */
export function bundleOf(
  { certificate, key }: Authority,
  chain: string,
  roots: readonly Certificate[],
): Bundle {
  const [authority] = readCertificates(certificate).certificates;
  const signedBy = (root: Certificate): number =>
    authority !== undefined && isSignedBy(lastOf(chain) ?? authority, root) ? 0 : 1;
  return {
    'ca-cert.pem': certificate,
    'ca-key.pem': key,
    'root-cert.pem': [...roots]
      .sort((one, other) => signedBy(one) - signedBy(other))
      .map(({ pem }) => pem)
      .join(''),
    'cert-chain.pem': chain,
  };
}

/** Returns the last certificate of a chain that is no root. */
function lastOf(chain: string): Certificate | undefined {
  return readCertificates(chain)
    .certificates.filter(({ node }) => node.issuer !== node.subject)
    .at(-1);
}

/** Returns the files of a cluster, or undefined if it has none. @throws UserError if only some exist */
export function readBundle(dir: string, cluster: string): Bundle | undefined {
  const folder = clusterFolder(dir, cluster);
  if (!existsSync(folder)) return undefined;
  const texts = BUNDLE_FILES.map((name) => [name, textOf(join(folder, name), cluster)]);
  return Object.fromEntries(texts) as Bundle;
}

/**
 * Writes all files of a cluster in one step.
 * @param manifests further files, by name
 * @throws UserError if the folder contains other files, which would be lost
 */
export function writeBundle(
  dir: string,
  cluster: string,
  bundle: Bundle,
  manifests: Readonly<Record<string, string>>,
): void {
  refuseForeign(dir, cluster);
  putFolder(clusterFolder(dir, cluster), { ...bundle, ...manifests });
}

/** @throws UserError if the folder of a cluster contains files of other tools */
export function refuseForeign(dir: string, cluster: string): void {
  const folder = clusterFolder(dir, cluster);
  if (!existsSync(folder)) return;
  const own: readonly string[] = [...BUNDLE_FILES, SECRET_FILE];
  const foreign = readdirSync(folder).filter((name) => !own.includes(name));
  if (foreign.length > 0)
    throw new UserError(
      `${folder}: would be replaced, but contains other files too (${foreign.slice(0, 5).join(', ')}). Move them elsewhere`,
    );
}

/** Returns the root in `roots` that a bundle signs under. */
export function signingRootOf(bundle: Bundle, roots: readonly Certificate[]): Certificate | undefined {
  const [authority] = readCertificates(bundle['ca-cert.pem']).certificates;
  const top = lastOf(bundle['cert-chain.pem']) ?? authority;
  return roots.find((root) => top !== undefined && (isSignedBy(top, root) || isSame(top, root)));
}

function textOf(file: string, cluster: string): string {
  try {
    return readText(file);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `${file}: cannot be read (${codeOf(error)}). Run \`istio-remote cacerts verify\` to see what is wrong, or \`istio-remote cacerts issue ${cluster} --replace\` for new files`,
    );
  }
}
