import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, UserError } from '../problem';
import { type Certificate, readCertificates } from './certificate';
import { previousFolder, ROOT_CERTIFICATE, ROOT_KEY, rootFolder } from './layout';
import { readPem, readPrivateKey, wrong } from './private-key';

/** A root that can sign. */
export interface SigningRoot {
  readonly certificate: Certificate;
  /** PEM. */
  readonly key: string;
}

/** The certificate of the root in a folder, or what is wrong with it. */
export function readRootCertificate(folder: string): Certificate | Problem {
  const file = join(folder, ROOT_CERTIFICATE);
  const read = readPem(file);
  if ('severity' in read) return read;
  const certificates = readCertificates(read.text);
  const [certificate, ...others] = certificates ?? [];
  if (certificate === undefined || others.length > 0)
    return wrong(
      file,
      `expected one certificate in PEM, got ${certificates?.length ?? 'something else'}`,
      'Is this the right file?',
    );
  if (!certificate.isAuthority || !certificate.maySign)
    return wrong(
      file,
      'expected a certificate that may sign others (CA:TRUE, keyCertSign), got one that may not',
      'Make a root with `istio-remote cacerts init`',
    );
  return certificate;
}

/**
 * The root with its key.
 * @param keyFile where the key is; it need not stay beside the certificate
 * @throws UserError
 */
export function readSigningRoot(dir: string, keyFile?: string): SigningRoot {
  const folder = rootFolder(dir);
  const certificate = readRoots(dir).current;
  const file = keyFile ?? join(folder, ROOT_KEY);
  const key = required(readPrivateKey(file));
  if (!certificate.node.checkPrivateKey(key.key))
    throw new UserError([
      wrong(
        file,
        `expected the key of ${join(folder, ROOT_CERTIFICATE)}, got another one`,
        'Bring the key that belongs to it',
      ),
    ]);
  return { certificate, key: key.text };
}

/** The roots to trust: the one that signs, and while clusters move to it, the one before. @throws UserError */
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
