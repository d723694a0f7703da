import { createHmac, generateKeyPairSync } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { bytesOf, randomBytes } from '../seed';

/** Each run creates the planted credentials, so that no secret scanner finds one in this repository. */
export const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64');
export const base64url = (text: string | Buffer): string => Buffer.from(text).toString('base64url');

export const wrap = (text: string, width: number, indent = ''): string =>
  text.match(new RegExp(`.{1,${width}}`, 'g'))?.join(`\n${indent}`) ?? '';

export const indent = (text: string, by: string): string => text.trimEnd().split('\n').join(`\n${by}`);

export function jwt(
  claims: object = serviceAccount,
  header: object = { alg: 'RS256', kid: letters(12) },
): string {
  const body = `${base64url(JSON.stringify(header))}.${base64url(JSON.stringify(claims))}`;
  return `${body}.${createHmac('sha512', randomBytes(16)).update(body).digest('base64url')}`;
}

const serviceAccount = {
  iss: 'kubernetes/serviceaccount',
  sub: 'system:serviceaccount:istio-system:istio-multi',
};

const pick = (alphabet: string, length: number): string =>
  Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]).join('');
export const capitals = (length: number): string => pick('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', length);
export const letters = (length: number): string =>
  pick('abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789', length);
export const lower = (length: number): string =>
  `${pick('abcdefghijklmnopqrstuvwxyz0123456789', length - 2)}x7`;

type Format = 'pkcs1' | 'pkcs8' | 'sec1';
/** Independent of the seed: the scanner looks at the encoding of a key, which is the same for every key. */
const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ed = generateKeyPairSync('ed25519');
const dsa = generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 });

const pem = (key: typeof rsa.privateKey, type: Format): string =>
  key.export({ type, format: 'pem' }).toString();
/** PEM armour around random bytes, for types that node:crypto cannot write. */
const armour = (label: string): string =>
  [`-----BEGIN ${label}`, `-----\n${wrap(base64(bytesOf(label, 400)), 64)}\n-----END ${label}-----\n`].join(
    '',
  );

export const keys = {
  rsa: pem(rsa.privateKey, 'pkcs1'),
  pkcs8: pem(rsa.privateKey, 'pkcs8'),
  ec: pem(ec.privateKey, 'sec1'),
  ed25519: pem(ed.privateKey, 'pkcs8'),
  encrypted: rsa.privateKey
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: letters(12) })
    .toString(),
  dsa: armour('DSA PRIVATE KEY'),
  openssh: armour('OPENSSH PRIVATE KEY'),
  pgp: armour('PGP PRIVATE KEY BLOCK'),
  bareRsa: rsa.privateKey.export({ type: 'pkcs1', format: 'der' }).toString('base64'),
  bareEc: ec.privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
  bareDsa: dsa.privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
} as const;

export const publicKeys = {
  rsa: rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  rsaPkcs1: rsa.publicKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
  ec: ec.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  ed25519: ed.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
} as const;

/** A certificate's shape: two nested SEQUENCEs, then a version tag. */
export const certificate = (): string => {
  const der = Buffer.concat([Buffer.from('308203a63082028ea003020102', 'hex'), randomBytes(900)]);
  return `-----BEGIN CERTIFICATE-----\n${wrap(base64(der), 64)}\n-----END CERTIFICATE-----\n`;
};

export const kubeconfig = (user: string): string =>
  [
    'apiVersion: v1',
    'kind: Config',
    'clusters:',
    '- cluster:',
    '    server: https://10.0.0.1:6443',
    '  name: east',
    'users:',
    '- name: east',
    '  user:',
    `    ${user}`,
    '',
  ].join('\n');

export const dockerConfig = (): string =>
  JSON.stringify({ auths: { 'registry.example.com': { auth: base64(`robot:${letters(14)}`) } } });

export const gzipped = (text: string): string => gzipSync(text).toString('base64');

/** A row of a table: the text, and the place and kind of its credential. */
export type Row = [name: string, text: string, what: string, line: number];

export const configMap = (body: string): string =>
  ['apiVersion: v1', 'kind: ConfigMap', 'metadata:', '  name: istio', 'data:', body, ''].join('\n');
/** The line of `body` in `configMap(body)`. */
export const LINE = 6;
export const value = (text: string): string => configMap(`  mesh: ${text}`);
export const block = (text: string): string => value(`|-\n    ${indent(text, '    ')}`);
export const quoted = (text: string): string => value(JSON.stringify(text));
