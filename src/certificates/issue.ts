import { closeSync, existsSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../problem';
import { type AuthorityOptions, makeIntermediate } from './authority';
import { keyTypeText } from './authority-options';
import { type Bundle, bundleOf, readBundle, refuseForeign, writeBundle } from './bundle';
import { type Certificate, readCertificates, shortFingerprint } from './certificate';
import { examineSelfSigned } from './examine-certificate';
import { type KeyFolders, makeFitFolder } from './fit-folder';
import { clusterFolder, ROOT_CERTIFICATE, recordFile, rootFolder, SECRET_FILE } from './layout';
import { locked } from './private-folder';
import { readRoots, readSigningRoot, recover, type SigningRoot } from './root';
import { refuseUnsealable, type Sealing, sealBundle, secretManifest } from './secret';
import { chosenClusters, type Signer, type SigningMesh } from './signer';

export interface CacertsIssueOptions extends KeyFolders {
  /** Ids of clusters. Empty means all; then clusters with files keep them. */
  readonly clusters: readonly string[];
  readonly authority: AuthorityOptions;
  /** Key of the root. @default - root-key.pem beside its certificate */
  readonly rootKey?: string | undefined;
  /** Write the manifest of the Secret beside the files. An existing one is always updated. @default false */
  readonly secret?: boolean;
  /** Encrypt the Secrets. @default - no SealedSecrets */
  readonly seal?: Sealing | undefined;
  /** Create new keys and certificates for clusters that already have some. @default false */
  readonly replace?: boolean;
  /** Called after the files of each cluster are written. */
  readonly onIssue?: (issued: Issued) => void;
}

/** The result for one cluster. */
export interface Issued {
  readonly cluster: string;
  readonly outcome: 'issued' | 'kept';
  readonly folder: string;
  readonly certificate: Certificate;
  readonly keyType: string;
  /** Manifest of the Secret, if it was written. */
  readonly secret: string | undefined;
  /** The SealedSecret, if requested, and its file, if it was written. */
  readonly sealed: { readonly text: string; readonly file: string | undefined } | undefined;
}

/** Creates an intermediate for each cluster, signed by the root. @throws UserError */
export function cacertsIssue({ mesh, line }: SigningMesh, options: CacertsIssueOptions): Promise<Issued[]> {
  const { dir, clusters, authority, replace = false } = options;
  const unfit = line.signer.unfitToSign(authority.keyType);
  if (unfit !== undefined)
    throw new UserError(
      `--key-type: expected an RSA key, got ${authority.keyType}. ${unfit}; write rsa-2048`,
    );
  const names = chosenClusters(mesh, clusters);
  if (options.seal !== undefined) refuseUnsealable(options.seal, names);
  makeFitFolder(options);
  return locked(dir, async () => {
    recover(dir);
    for (const name of names) refuseForeign(dir, name);
    const there = replace ? [] : names.filter((name) => existsSync(clusterFolder(dir, name)));
    const wantsManifest = options.secret === true || options.seal !== undefined;
    if (clusters.length > 0 && !wantsManifest) refuseReplacing(dir, there);
    const root = there.length < names.length ? readSigningRoot(dir, options.rootKey) : undefined;
    if (root !== undefined) refuseIntermediate(dir, root, line.signer);
    const issued: Issued[] = [];
    for (const name of names) {
      const kept = there.includes(name) ? readBundle(dir, name) : undefined;
      const bundle = kept ?? (await newBundle(name, root, options));
      const one: Issued = {
        ...described(name, bundle, dir),
        outcome: kept === undefined ? 'issued' : 'kept',
        secret: putBundle(name, bundle, mesh.primary.namespace, options),
        sealed: options.seal && (await sealBundle(bundle, name, mesh.primary.namespace, options.seal)),
      };
      issued.push(one);
      options.onIssue?.(one);
    }
    return issued;
  });
}

function refuseReplacing(dir: string, there: readonly string[]): void {
  if (there.length === 0) return;
  throw new UserError(
    `${there.map((name) => clusterFolder(dir, name)).join(', ')}: already exist. Give --replace to make new ones, or --secret or --seal for a manifest of what is there`,
  );
}

/** Refuses an intermediate in place of the root if the clusters' proxies require a self-signed root. */
function refuseIntermediate(dir: string, { certificate }: SigningRoot, { unfitAsRoot }: Signer): void {
  const file = join(rootFolder(dir), ROOT_CERTIFICATE);
  const fix = 'Bring the root that signed it, or make one with `istio-remote cacerts init`';
  const problems = examineSelfSigned(file, certificate, unfitAsRoot, fix);
  if (problems.length > 0) throw new UserError(problems);
}

async function newBundle(
  name: string,
  root: SigningRoot | undefined,
  { dir, authority }: CacertsIssueOptions,
): Promise<Bundle> {
  if (root === undefined) throw new Error(`no root was read for ${name}`);
  const made = await makeIntermediate(root.certificate, root.key, name, authority);
  const { current, previous } = readRoots(dir);
  const roots = previous === undefined ? [current] : [current, previous];
  const bundle = bundleOf(made, made.certificate, roots);
  recordIssued(dir, name, certificateOf(bundle), root.certificate);
  return bundle;
}

function putBundle(name: string, bundle: Bundle, namespace: string, options: CacertsIssueOptions) {
  const { dir, secret: wanted = false } = options;
  const file = join(clusterFolder(dir, name), SECRET_FILE);
  const isWanted = wanted || existsSync(file);
  writeBundle(dir, name, bundle, isWanted ? { [SECRET_FILE]: secretManifest(bundle, namespace) } : {});
  return isWanted ? file : undefined;
}

function described(cluster: string, bundle: Bundle, dir: string) {
  const certificate = certificateOf(bundle);
  return {
    cluster,
    folder: clusterFolder(dir, cluster),
    certificate,
    keyType: keyTypeText(certificate.publicKey),
  };
}

function certificateOf(bundle: Bundle): Certificate {
  const [certificate] = readCertificates(bundle['ca-cert.pem']).certificates;
  if (certificate === undefined)
    throw new UserError('ca-cert.pem: expected a certificate in PEM. Run `istio-remote cacerts verify`');
  return certificate;
}

/**
 * Records a certificate before it is handed out. Serial numbers are random and need no counter; the record lets users
 * find out later what a root has signed.
 */
function recordIssued(dir: string, cluster: string, certificate: Certificate, root: Certificate): void {
  const { node, notAfter } = certificate;
  const fields = [
    new Date().toISOString(),
    `cluster=${cluster}`,
    `serial=${node.serialNumber}`,
    `until=${notAfter.toISOString()}`,
    `sha256=${node.fingerprint256.replaceAll(':', '')}`,
    `root=${shortFingerprint(root)}`,
  ];
  const handle = openSync(recordFile(dir), 'a', 0o600);
  try {
    writeSync(handle, `${fields.join(' ')}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
