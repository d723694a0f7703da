import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The key pair of a sealed-secrets controller. */
export interface Controller {
  readonly certificate: string;
  readonly privateKey: KeyObject;
}

const KEYS = {
  rsa: () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
  short: () => generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey,
  ec: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  pss: () => generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey,
} as const;

/** Makes a certificate for 30 days as the controller does, with OpenSSL, or one with another type of key. */
export function controller(kind: keyof typeof KEYS = 'rsa'): Controller {
  const privateKey = KEYS[kind]();
  const folder = mkdtempSync(join(tmpdir(), 'controller-'));
  try {
    const file = join(folder, 'key.pem');
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
    const request = ['req', '-x509', '-new', '-key', file, '-subj', '/CN=sealed-secret', '-days', '30'];
    const certificate = execFileSync('openssl', request, { encoding: 'utf8', stdio: 'pipe' });
    return { certificate, privateKey };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
