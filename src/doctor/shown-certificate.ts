import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect, type DetailedPeerCertificate } from 'node:tls';
import { certificatesOf } from './certificates';

/** A server that shows a certificate. */
export interface CertificatePlace {
  /** IP address or DNS name. */
  readonly host: string;
  readonly port: number;
  /** The name that the client asks for. @default - `host`, or none for an IP address, as API servers do */
  readonly serverName?: string;
  /** A stream that leads to the server, such as a port-forward. @default - a connection from this machine */
  readonly over?: Duplex;
  /** @default 3000 */
  readonly milliseconds?: number;
}

/** The certificates that a server shows, its own first, or why there are none. */
export type ShownCertificates = { readonly chain: readonly X509Certificate[] } | { readonly failure: string };

/** Asks a server for its certificates. It trusts any: what they are good for is for the caller to say. */
export type ShowCertificates = (place: CertificatePlace) => Promise<ShownCertificates>;

/** Reads the certificates in a TLS handshake, and sends nothing else. */
export const shownCertificates: ShowCertificates = ({
  host,
  port,
  serverName = isIP(host) === 0 ? host : '',
  over,
  milliseconds = 3000,
}) =>
  new Promise((resolve) => {
    const options = { servername: serverName, rejectUnauthorized: false };
    const socket = connect(over === undefined ? { host, port, ...options } : { socket: over, ...options });
    const end = (result: ShownCertificates): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(result);
    };
    const timer = setTimeout(
      () => end({ failure: `no answer within ${milliseconds / 1000} s` }),
      milliseconds,
    );
    socket.once('secureConnect', () => {
      const chain = chainOf(socket.getPeerCertificate(true));
      end(chain.length === 0 ? { failure: 'it shows no certificate' } : { chain });
    });
    socket.once('error', (error) => end({ failure: 'code' in error ? String(error.code) : 'failed' }));
    socket.once('close', () => end({ failure: 'the connection was closed' }));
  });

/** Each certificate refers to its issuer's, and a root to itself. */
function chainOf(first: DetailedPeerCertificate): X509Certificate[] {
  const chain: X509Certificate[] = [];
  let next: DetailedPeerCertificate | undefined = first;
  while (next?.raw !== undefined) {
    chain.push(new X509Certificate(next.raw));
    next = next.issuerCertificate === next ? undefined : next.issuerCertificate;
  }
  return chain;
}

/**
 * Whether a certificate is valid for a host, as API servers judge: by its alternative names alone.
 * Source: Go 1.24, crypto/x509/verify.go (VerifyHostname).
 */
export function coversHost(certificate: X509Certificate, host: string): boolean {
  const found =
    isIP(host) === 0
      ? certificate.checkHost(host, { subject: 'never', partialWildcards: false })
      : certificate.checkIP(host);
  return found !== undefined;
}

/** The DNS names and IP addresses for which a certificate is valid. */
export function hostsOf({ subjectAltName = '' }: X509Certificate): string[] {
  return [...subjectAltName.matchAll(/(?:DNS|IP Address):([^,\s]+)/g)].map(([, host = '']) => host);
}

/**
 * Whether a bundle of CA certificates, as PEM, vouches for what a server shows: the server's own certificate is in the
 * bundle, or signatures lead from it to one in the bundle.
 */
export function vouchesFor(bundle: string, chain: readonly X509Certificate[]): boolean {
  const trusted = certificatesOf(bundle).flatMap(readCertificate);
  const [own, ...issuers] = chain;
  let at = own;
  for (let steps = 0; at !== undefined && steps <= chain.length; steps++) {
    const current: X509Certificate = at;
    if (trusted.some((one) => one.raw.equals(current.raw) || hasSigned(one, current))) return true;
    at = issuers.find((issuer) => !issuer.raw.equals(current.raw) && hasSigned(issuer, current));
  }
  return false;
}

function hasSigned(issuer: X509Certificate, certificate: X509Certificate): boolean {
  return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

/** What is no certificate vouches for none. */
function readCertificate(base64: string): X509Certificate[] {
  try {
    return [new X509Certificate(Buffer.from(base64, 'base64'))];
  } catch {
    return [];
  }
}
