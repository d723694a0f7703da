import { createPublicKey, type KeyObject, X509Certificate as NodeCertificate } from 'node:crypto';
import * as x509 from './certificate-library';

/** A certificate, read: by OpenSSL what it signs and is signed by, by the library what its extensions say. */
export interface Certificate {
  readonly pem: string;
  readonly node: NodeCertificate;
  readonly publicKey: KeyObject;
  readonly isAuthority: boolean;
  /** How many authorities may stand below; undefined for any number. */
  readonly pathLength: number | undefined;
  /** Whether its key may sign certificates. */
  readonly maySign: boolean;
  /** Object ids of the uses to which it is limited; undefined when it is not. */
  readonly extendedUses: readonly string[] | undefined;
  /** Hash of its signature, such as SHA-256; empty where the algorithm has none. */
  readonly hash: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

const BLOCK = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----[^-]+-----END [A-Z0-9 ]+-----/g;

/** The certificates of a PEM file in their order; undefined when one of them cannot be read. */
export function readCertificates(text: string): Certificate[] | undefined {
  try {
    return (text.match(BLOCK) ?? []).map(readCertificate);
  } catch {
    return undefined;
  }
}

function readCertificate(pem: string): Certificate {
  const node = new NodeCertificate(pem);
  const parsed = new x509.X509Certificate(node.raw);
  const constraints = parsed.getExtension(x509.BasicConstraintsExtension);
  const usages = parsed.getExtension(x509.KeyUsagesExtension);
  const { signatureAlgorithm } = parsed;
  return {
    pem: `${pem.trim()}\n`,
    node,
    publicKey: createPublicKey(pem),
    isAuthority: constraints?.ca ?? false,
    pathLength: constraints?.pathLength,
    maySign: usages === null || (usages.usages & x509.KeyUsageFlags.keyCertSign) !== 0,
    extendedUses: node.keyUsage,
    hash: 'hash' in signatureAlgorithm ? hashName(signatureAlgorithm.hash) : '',
    notBefore: parsed.notBefore,
    notAfter: parsed.notAfter,
  };
}

function hashName(hash: unknown): string {
  return typeof hash === 'object' && hash !== null && 'name' in hash ? String(hash.name) : String(hash);
}

/** Whether they are the same certificate, byte for byte. */
export function isSame(one: Certificate, other: Certificate): boolean {
  return one.node.raw.equals(other.node.raw);
}

/** Whether the issuer's key made the signature. */
export function isSignedBy(certificate: Certificate, issuer: Certificate): boolean {
  return certificate.node.issuer === issuer.node.subject && certificate.node.verify(issuer.publicKey);
}

/** Enough of the fingerprint to tell roots apart. */
export function shortFingerprint({ node }: Certificate): string {
  return node.fingerprint256.slice(0, 23);
}
