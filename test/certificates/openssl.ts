import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Runs OpenSSL to judge this project's certificates. */
export function openssl(...args: readonly string[]) {
  const { status, stdout, stderr, error } = spawnSync('openssl', args, { encoding: 'utf8' });
  if (error !== undefined) throw error;
  return { status, output: stdout + stderr, stdout };
}

/** Like {@link openssl}, for preparations of a test. */
export function opensslDone(...args: readonly string[]): string {
  const { status, output, stdout } = openssl(...args);
  if (status !== 0) throw new Error(`openssl ${args.join(' ')}: ${output}`);
  return stdout;
}

/** Whether OpenSSL verifies a certificate strictly up to one of the roots, with `untrusted` certificates between. */
export function verifies(certificate: string, roots: string, untrusted?: string): string {
  const way = untrusted === undefined ? [] : ['-untrusted', untrusted];
  const { status, output } = openssl('verify', '-x509_strict', '-CAfile', roots, ...way, certificate);
  return status === 0 ? 'OK' : output;
}

/** Returns a self-signed certificate of other software, with its key. */
export function foreignRoot(folder: string, name: string, ...args: readonly string[]) {
  const [certificate, key] = [join(folder, `${name}.pem`), join(folder, `${name}-key.pem`)];
  const subject = ['-subj', `/O=Ünlike/CN=${name}`, '-utf8', '-addext', 'keyUsage=critical,keyCertSign'];
  opensslDone(
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
    ...['-keyout', key, '-out', certificate, '-days', '4000', ...subject, ...args],
  );
  return { certificate, key };
}

/**
 * Does what Citadel does for a workload: issues a certificate with its SPIFFE name, signed by the authority in a
 * folder.
 */
export function signLeaf(folder: string, bundle: string, name: string): string {
  const [key, request, leaf, extensions] = ['key', 'csr', 'crt', 'ext'].map((end) =>
    join(folder, `${name}.${end}`),
  ) as [string, string, string, string];
  writeFileSync(
    extensions,
    [
      'subjectAltName=critical,URI:spiffe://cluster.local/ns/shop/sa/cart',
      'basicConstraints=critical,CA:FALSE',
      'keyUsage=critical,digitalSignature,keyEncipherment',
      'extendedKeyUsage=serverAuth,clientAuth',
      'subjectKeyIdentifier=hash',
      'authorityKeyIdentifier=keyid',
    ].join('\n'),
  );
  opensslDone('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', key);
  opensslDone('req', '-new', '-key', key, '-subj', '/', '-out', request);
  const signer = ['-CA', join(bundle, 'ca-cert.pem'), '-CAkey', join(bundle, 'ca-key.pem')];
  const dates = ['-days', '90', '-set_serial', '0x0a', '-extfile', extensions];
  opensslDone('x509', '-req', '-in', request, ...signer, ...dates, '-out', leaf);
  return leaf;
}
