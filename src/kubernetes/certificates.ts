import { X509Certificate } from 'node:crypto';
import { type PemBlock, readPem } from './pem';

/** A certificate in a PEM text. */
export interface PemCertificate {
  readonly block: PemBlock;
  readonly node: X509Certificate;
}

/** The certificates that Go reads from a text, in order, and what it skips or refuses. */
export interface CertificatesReading {
  readonly certificates: readonly PemCertificate[];
  /** Each completes "expected certificates in PEM, got …". */
  readonly faults: readonly string[];
}

/**
 * Reads certificates as Go does: skips other blocks, and blocks with headers. Source: Go 1.26, crypto/x509:
 * cert_pool.go (AppendCertsFromPEM) and parser.go (parseCertificate).
 */
export function certificatesInPem(text: string): CertificatesReading {
  const { blocks, faults } = readPem(text);
  const certificates: PemCertificate[] = [];
  const more = blocks.flatMap((block) => {
    const read = certificateIn(block);
    if (typeof read === 'string') return [`${read} in line ${block.line}`];
    certificates.push(read);
    return [];
  });
  return { certificates, faults: [...faults, ...more] };
}

/** Returns a certificate, or what is wrong with the block. */
function certificateIn(block: PemBlock): PemCertificate | string {
  if (block.type.endsWith('PRIVATE KEY')) return 'a private key';
  if (block.type !== 'CERTIFICATE') return 'another block than CERTIFICATE, which Go skips,';
  if (block.hasHeaders) return 'a certificate with headers, which Go skips,';
  try {
    const node = new X509Certificate(block.bytes);
    if (!node.raw.equals(block.bytes)) return 'a certificate with bytes after its end';
    if (node.serialNumber.startsWith('-')) return 'a certificate with a negative serial number';
    return { block, node };
  } catch {
    return 'a certificate that cannot be read';
  }
}

/** Whether a certificate signed itself, as roots do. */
export function isSelfSigned(node: X509Certificate): boolean {
  return node.issuer === node.subject && node.verify(node.publicKey);
}

/**
 * Whether a certificate may sign others: CA:TRUE, and keyCertSign if its key usage is limited. Version 1
 * certificates, such as old roots, have neither field, and Go accepts them as roots. Source: Go 1.26,
 * crypto/x509/x509.go (CheckSignatureFrom).
 */
export function maySignOthers(node: X509Certificate): boolean {
  return node.ca || isVersion1(node);
}

const VERSION_TAG = 0xa0;

/**
 * Whether a certificate has version 1. The version is the first element of the certificate's inner sequence; version
 * 1 is left out.
 */
export function isVersion1({ raw }: X509Certificate): boolean {
  return raw[contentOf(raw, contentOf(raw, 0))] !== VERSION_TAG;
}

/** Returns where the content of a DER element begins: after its tag and length. */
export function contentOf(der: Buffer, at: number): number {
  const length = der[at + 1] ?? 0;
  return at + 2 + (length < 0x80 ? 0 : length & 0x7f);
}
