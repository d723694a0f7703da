import { existsSync, lstatSync } from 'node:fs';
import { dirname } from 'node:path';
import { replaceSealed } from '../add-ons/credentials-in-git/sealer';
import { withFile } from '../files';
import { printYaml } from '../kubernetes/text/print-yaml';
import { UserError } from '../problem';
import { readText } from '../read-file';
import type { SealingScope } from '../sealed-secrets/format';
import { sealSecret } from '../sealed-secrets/seal';
import { sealingKey } from '../sealed-secrets/sealing-certificate';
import type { Bundle } from './bundle';
import { BUNDLE_FILES } from './layout';
import { readPemFile } from './pem-file';

/** The name that Citadel and istiod look for. */
export const SECRET_NAME = 'cacerts';

/** Returns the manifest of the Secret that Citadel and istiod mount. */
export function secretManifest(bundle: Bundle, namespace: string): string {
  const data = Object.fromEntries(
    BUNDLE_FILES.map((name) => [name, Buffer.from(bundle[name]).toString('base64')]),
  );
  const metadata = { name: SECRET_NAME, namespace };
  return `---\n${printYaml({ apiVersion: 'v1', kind: 'Secret', metadata, type: 'Opaque', data })}`;
}

/** How to seal Secrets. */
export interface Sealing {
  /** File with the certificate of the cluster's controller. `{cluster}` in it is replaced by the cluster id. */
  readonly certificate: string;
  readonly scope: SealingScope;
  /** File to write, also with `{cluster}`; `-` writes none. */
  readonly output: string;
}

/** Placeholder of the cluster id: each cluster has its own controller, certificate and file. */
const CLUSTER_PLACEHOLDER = '{cluster}';

/** Checks everything about sealing that can fail, before a key is created. @throws UserError */
export function refuseUnsealable({ certificate, output }: Sealing, clusters: readonly string[]): void {
  if (clusters.length > 1 && !output.includes(CLUSTER_PLACEHOLDER))
    throw new UserError(
      `--output: expected ${CLUSTER_PLACEHOLDER} in it, since each of ${clusters.length} clusters has a SealedSecret of its own. Write one such as sealed/${CLUSTER_PLACEHOLDER}.yaml`,
    );
  for (const cluster of clusters) {
    sealingCertificate(certificate, cluster);
    if (output !== '-') refuseOther(fileFor(output, cluster));
  }
}

/** Encrypts the Secret of a bundle for one cluster and writes it. @returns its text */
export async function sealBundle(
  bundle: Bundle,
  cluster: string,
  namespace: string,
  { certificate, scope, output }: Sealing,
): Promise<{ readonly text: string; readonly file: string | undefined }> {
  const data = Object.fromEntries(BUNDLE_FILES.map((name) => [name, Buffer.from(bundle[name])]));
  const secret = { name: SECRET_NAME, namespace, type: 'Opaque', data };
  const sealed = await sealSecret(secret, { certificate: sealingCertificate(certificate, cluster), scope });
  const text = `---\n${printYaml(sealed)}`;
  if (output === '-') return { text, file: undefined };
  const file = fileFor(output, cluster);
  replaceSealed(file, text);
  return { text, file };
}

function sealingCertificate(pattern: string, cluster: string): string {
  const read = readPemFile(fileFor(pattern, cluster));
  if ('severity' in read) throw new UserError([{ ...read, fix: 'Name the certificate with --seal' }]);
  sealingKey(read.text);
  return read.text;
}

function fileFor(pattern: string, cluster: string): string {
  return pattern.replaceAll(CLUSTER_PLACEHOLDER, cluster);
}

function refuseOther(file: string): void {
  const found = withFile(file, 'written', () => lstatSync(file, { throwIfNoEntry: false }));
  if (found === undefined && !existsSync(dirname(file)))
    throw new UserError(`${file}: there is no folder ${dirname(file)}. Make it first, or name another file`);
  if (found === undefined) return;
  const isOurs =
    found.isFile() && /^kind: *"?SealedSecret"?\s*$/m.test(withFile(file, 'written', () => readText(file)));
  if (!isOurs) throw new UserError(`${file}: already exists and is no SealedSecret. Name another file`);
}
