import { createPrivateKey, randomBytes, webcrypto } from 'node:crypto';
import { UserError } from '../problem';
import { algorithmOf, algorithmOfKey, dayOf, daysBetween, type KeyType } from './authority-options';
import type { Certificate } from './certificate';
import * as x509 from './certificate-library';

/** Options of a new authority. */
export interface AuthorityOptions {
  readonly keyType: KeyType;
  readonly lifetimeSeconds: number;
  /** O of the subject. */
  readonly organization: string;
  /** How many levels of authorities may be below it. */
  readonly pathLength: number;
  /** Adds the URI `spiffe://<trust domain>` to its names, as SPIFFE requires of a signing certificate. */
  readonly trustDomain: string;
  /** Start of its validity. @default - now */
  readonly now?: Date;
}

/** A certificate with its key, both in PEM. */
export interface Authority {
  readonly certificate: string;
  /** PKCS #8, the only form that Citadel 1.0 and istiod both read for every type of key. */
  readonly key: string;
}

/** Clocks of clusters differ, so a certificate becomes valid a little before its creation. */
const CLOCK_SKEW_MS = 5 * 60 * 1000;

/** Creates a root. Its name differs from that of every other root, so that two roots are never confused. */
export async function makeRoot(options: AuthorityOptions): Promise<Authority> {
  const serialNumber = newSerial();
  const keys = await newKeys(options.keyType);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...(await description(options, keys)),
    serialNumber,
    name: nameOf(options.organization, `Root CA ${serialNumber.slice(0, 8)}`),
    keys,
  });
  return { certificate: pemOf(certificate), key: await exportKey(keys) };
}

/**
 * Creates the authority of a cluster, signed by the root.
 * @param rootKey PEM
 * @throws UserError if the root may not sign it
 */
export async function makeIntermediate(
  root: Certificate,
  rootKey: string,
  cluster: string,
  options: AuthorityOptions,
): Promise<Authority> {
  refuseBeyondRoot(root, options);
  const keys = await newKeys(options.keyType);
  const issuer = new x509.X509Certificate(root.node.raw);
  const certificate = await x509.X509CertificateGenerator.create({
    ...(await description(options, keys, await authorityKeyId(issuer))),
    serialNumber: newSerial(),
    subject: nameOf(options.organization, cluster),
    issuer: issuer.subjectName,
    publicKey: keys.publicKey,
    ...(await signer(rootKey)),
  });
  return { certificate: pemOf(certificate), key: await exportKey(keys) };
}

function refuseBeyondRoot(root: Certificate, { pathLength, lifetimeSeconds, now }: AuthorityOptions): void {
  const start = now ?? new Date();
  if (root.pathLength !== undefined && pathLength >= root.pathLength)
    throw new UserError(
      `--path-length: expected less than the root's ${root.pathLength}, got ${pathLength}. Write ${Math.max(0, root.pathLength - 1)}, or make a root with a greater one`,
    );
  const end = endOf(start, lifetimeSeconds);
  if (end <= root.notAfter) return;
  throw new UserError(
    `--lifetime: expected an end before that of the root on ${dayOf(root.notAfter)}, got ${dayOf(end)}. Write at most ${Math.max(0, daysBetween(start, root.notAfter))}d, or run \`istio-remote cacerts rotate\` for a new root`,
  );
}

/** Dates in certificates have whole seconds. */
function endOf(start: Date, lifetimeSeconds: number): Date {
  return new Date((Math.floor(start.getTime() / 1000) + lifetimeSeconds) * 1000);
}

/** Returns the common part of root and intermediate. */
async function description(
  { keyType, lifetimeSeconds, pathLength, trustDomain, now = new Date() }: AuthorityOptions,
  keys: webcrypto.CryptoKeyPair,
  issuer?: x509.AuthorityKeyIdentifierExtension,
) {
  return {
    notBefore: new Date(now.getTime() - CLOCK_SKEW_MS),
    notAfter: endOf(now, lifetimeSeconds),
    signingAlgorithm: algorithmOf(keyType),
    extensions: [
      new x509.BasicConstraintsExtension(true, pathLength, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      ...(issuer === undefined ? [] : [issuer]),
      new x509.SubjectAlternativeNameExtension([{ type: 'url', value: `spiffe://${trustDomain}` }]),
    ],
  };
}

/** Gives the type of text, so that the library keeps it as it is. Otherwise it would read `#…` as hexadecimal DER. */
function nameOf(organization: string, commonName: string): x509.Name {
  return new x509.Name([{ O: [{ utf8String: organization }] }, { CN: [{ utf8String: commonName }] }]);
}

/** 127 random bits: unique without a counter. */
function newSerial(): string {
  const bytes = randomBytes(16);
  bytes.writeUInt8((bytes.readUInt8(0) & 0x3f) | 0x40, 0);
  return bytes.toString('hex');
}

function newKeys(type: KeyType): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithmOf(type), true, ['sign', 'verify']);
}

async function exportKey({ privateKey }: webcrypto.CryptoKeyPair): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', privateKey));
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    .export({ format: 'pem', type: 'pkcs8' })
    .toString();
}

/** Returns the root's own id of its key, which other software may have computed differently. */
async function authorityKeyId(issuer: x509.X509Certificate): Promise<x509.AuthorityKeyIdentifierExtension> {
  const own = issuer.getExtension(x509.SubjectKeyIdentifierExtension);
  return own === null
    ? x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey)
    : new x509.AuthorityKeyIdentifierExtension(own.keyId);
}

async function signer(pem: string) {
  const key = createPrivateKey(pem);
  const algorithm = algorithmOfKey(key);
  if (algorithm === undefined)
    throw new UserError(
      `root key: expected RSA, P-256 or P-384, got ${key.asymmetricKeyDetails?.namedCurve ?? key.asymmetricKeyType}. Make a root with \`istio-remote cacerts init\``,
    );
  const der = key.export({ format: 'der', type: 'pkcs8' });
  const signingKey = await webcrypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign']);
  return { signingKey, signingAlgorithm: algorithm };
}

function pemOf(certificate: x509.X509Certificate): string {
  return `${certificate.toString('pem').trim()}\n`;
}
