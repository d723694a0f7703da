import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { errorIn, type Problem, UserError } from '../problem';
import type { Authority } from './authority';
import { type Certificate, readCertificates } from './certificate';
import { clustersFolder, previousFolder, ROOT_CERTIFICATE, ROOT_KEY, rootFolder } from './layout';
import { PEM_FIX, readPemFile, readPrivateKey } from './pem-file';
import { moveFolder, putFolder, recoverFolders } from './private-folder';

/** A root with its key. */
export interface SigningRoot {
  readonly certificate: Certificate;
  /** PEM. */
  readonly key: string;
}

/** Returns the certificate of the root in a folder, or what is wrong with it. */
export function readRootCertificate(folder: string): Certificate | Problem {
  const file = join(folder, ROOT_CERTIFICATE);
  const read = readPemFile(file);
  if ('severity' in read) return read;
  const { certificates, faults } = readCertificates(read.text);
  if (faults[0] !== undefined)
    return errorIn(file, `expected one certificate in PEM, got ${faults[0]}`, PEM_FIX);
  const [certificate, ...others] = certificates;
  if (certificate === undefined || others.length > 0)
    return errorIn(
      file,
      `expected one certificate in PEM, got ${certificates.length || 'something else'}`,
      'Is this the right file?',
    );
  if (!certificate.isAuthority || !certificate.maySign)
    return errorIn(
      file,
      'expected a certificate that may sign others (CA:TRUE, keyCertSign), got one that may not',
      'Make a root with `istio-remote cacerts init`',
    );
  return certificate;
}

/**
 * Returns the root with its key.
 * @param keyFile file of the key, which may be in another folder than the certificate
 * @throws UserError
 */
export function readSigningRoot(dir: string, keyFile?: string): SigningRoot {
  const folder = rootFolder(dir);
  const certificate = readRoots(dir).current;
  const file = keyFile ?? join(folder, ROOT_KEY);
  const key = required(readPrivateKey(file));
  if (!certificate.node.checkPrivateKey(key.key)) {
    const message = `expected the key of ${join(folder, ROOT_CERTIFICATE)}, got another one`;
    throw new UserError([errorIn(file, message, 'Bring the key that belongs to it')]);
  }
  return { certificate, key: key.text };
}

/**
 * Returns the roots to trust: the one that signs and, while clusters move to it, the previous one.
 * @throws UserError
 */
export function readRoots(dir: string): {
  readonly current: Certificate;
  readonly previous: Certificate | undefined;
} {
  const folder = rootFolder(dir);
  if (!existsSync(folder))
    throw new UserError(
      `${folder}: there is no root. Run \`istio-remote cacerts init\` to make one, or name its folder with --dir`,
    );
  const current = required(readRootCertificate(folder));
  const before = previousFolder(dir);
  return { current, previous: existsSync(before) ? required(readRootCertificate(before)) : undefined };
}

function required<T extends object>(read: T | Problem): T {
  if ('severity' in read) throw new UserError([read]);
  return read;
}

/** Repairs what a killed run left anywhere in the folder. */
export function recover(dir: string): void {
  recoverFolders(dir);
  recoverFolders(clustersFolder(dir));
  const next = nextFolder(dir);
  if (!existsSync(next)) return;
  if (existsSync(rootFolder(dir))) rmSync(next, { recursive: true });
  else moveFolder(next, rootFolder(dir));
}

/** Writes a root in place of the existing one, which is deleted. */
export function putRoot(dir: string, root: Authority): void {
  putFolder(rootFolder(dir), rootFiles(root));
}

/** Makes a root the one that signs. The existing one becomes the previous root. */
export function advanceRoot(dir: string, root: Authority): void {
  putFolder(nextFolder(dir), rootFiles(root));
  moveFolder(rootFolder(dir), previousFolder(dir));
  moveFolder(nextFolder(dir), rootFolder(dir));
}

function nextFolder(dir: string): string {
  return join(dir, 'next-root');
}

function rootFiles({ certificate, key }: Authority) {
  return { [ROOT_CERTIFICATE]: certificate, [ROOT_KEY]: key };
}
