import type { KeyObject, X509Certificate as NodeCertificate } from 'node:crypto';
import { certificatesInPem, maySignOthers, type PemCertificate } from '../kubernetes/certificates';
import * as x509 from './certificate-library';

/** A parsed certificate. OpenSSL reads its signatures; the library reads its extensions. */
export interface Certificate {
  readonly pem: string;
  readonly node: NodeCertificate;
  readonly publicKey: KeyObject;
  readonly isAuthority: boolean;
  /** Whether it may be a root: an authority whose key may sign, or a version 1 certificate. */
  readonly mayBeRoot: boolean;
  /** How many levels of authorities may be below it. Undefined: any number. */
  readonly pathLength: number | undefined;
  /** Whether its key may sign certificates. */
  readonly maySign: boolean;
  /** Object ids of its extended key usage. Undefined if it is not limited. */
  readonly extendedUses: readonly string[] | undefined;
  /** Hash of its signature, for example SHA-256. Empty if the algorithm has none. */
  readonly hash: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** The certificates of a PEM file. */
export interface CertificatesOfFile {
  /** The certificates in order. */
  readonly certificates: readonly Certificate[];
  /** What Istio skips or refuses. Each completes "expected certificates in PEM, got …". */
  readonly faults: readonly string[];
}

/** Reads the certificates of a PEM file as Istio does. */
export function readCertificates(text: string): CertificatesOfFile {
  const { certificates, faults } = certificatesInPem(text);
  const unreadable: string[] = [];
  const read = certificates.flatMap((one) => {
    try {
      return [readCertificate(one)];
    } catch {
      unreadable.push(`a certificate that cannot be read in line ${one.block.line}`);
      return [];
    }
  });
  return { certificates: read, faults: [...faults, ...unreadable] };
}

function readCertificate({ block, node }: PemCertificate): Certificate {
  const parsed = new x509.X509Certificate(node.raw);
  const constraints = parsed.getExtension(x509.BasicConstraintsExtension);
  const usages = parsed.getExtension(x509.KeyUsagesExtension);
  const { signatureAlgorithm } = parsed;
  return {
    pem: block.text,
    node,
    publicKey: node.publicKey,
    isAuthority: constraints?.ca ?? false,
    mayBeRoot: maySignOthers(node),
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

/** Whether two certificates are equal, byte for byte. */
export function isSame(one: Certificate, other: Certificate): boolean {
  return one.node.raw.equals(other.node.raw);
}

/** Whether the issuer's key made the signature. */
export function isSignedBy(certificate: Certificate, issuer: Certificate): boolean {
  return certificate.node.issuer === issuer.node.subject && certificate.node.verify(issuer.publicKey);
}

/** Returns enough of the fingerprint to distinguish roots. */
export function shortFingerprint({ node }: Certificate): string {
  return node.fingerprint256.slice(0, 23);
}
