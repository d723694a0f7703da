import { readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { readText } from '../../read-file';

/** Bundles of a Linux system. Go reads the first that exists. Source: Go 1.26, crypto/x509/root_linux.go. */
const BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];
const FOLDERS = ['/etc/ssl/certs', '/etc/pki/tls/certs'];

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Returns the system's authorities that kubectl trusts, as PEM texts. Undefined if Node.js has to use its own. Like
 * Go, follows SSL_CERT_FILE and SSL_CERT_DIR. Reads the system's folders only if its bundle is missing, since the
 * bundle contains the same. Source: crypto/x509/root_unix.go.
 */
export function systemAuthorities(env: Env): string[] | undefined {
  const bundle = (env.SSL_CERT_FILE ? [env.SSL_CERT_FILE] : BUNDLES)
    .map(textOf)
    .find((text) => text !== undefined);
  const isWhole = !env.SSL_CERT_FILE && bundle !== undefined;
  const folders = env.SSL_CERT_DIR ? env.SSL_CERT_DIR.split(delimiter) : isWhole ? [] : FOLDERS;
  const system = [...(bundle === undefined ? [] : [bundle]), ...folders.flatMap(certificatesIn)];
  const extra = textOf(env.NODE_EXTRA_CA_CERTS);
  return system.length === 0 ? undefined : [...system, ...(extra === undefined ? [] : [extra])];
}

function certificatesIn(folder: string): string[] {
  const texts = namesIn(folder).flatMap((name) => textOf(join(folder, name)) ?? []);
  return [...new Set(texts.filter((text) => text.includes('-----BEGIN CERTIFICATE-----')))];
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function textOf(path: string | undefined): string | undefined {
  try {
    return path === undefined || path === '' ? undefined : readText(path);
  } catch {
    return undefined;
  }
}
