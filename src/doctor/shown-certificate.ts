import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { connect, type DetailedPeerCertificate } from 'node:tls';
import { looksLikeCredential } from '../credential-like';
import { codeOf } from '../problem';
import { someOf } from '../some-of';
import { visibleLine } from '../visible';

/** A server to ask for its certificate. */
export interface CertificatePlace {
  /** IP address or DNS name. */
  readonly host: string;
  readonly port: number;
  /** Name to send, as the server's clients do. @default - the host, or no name for an IP address */
  readonly servername?: string;
  /** @default 3000 */
  readonly milliseconds?: number;
}

/** The certificates of a server, its own first, or why there are none. */
export type ShownCertificates = { readonly chain: readonly X509Certificate[] } | { readonly failure: string };

/** Asks a server for its certificates. Accepts any: the caller judges them. */
export type ShowCertificates = (place: CertificatePlace) => Promise<ShownCertificates>;

/** Reads the certificates from a TLS handshake, and sends nothing else. */
export const shownCertificates: ShowCertificates = ({ host, port, servername: name, milliseconds = 3000 }) =>
  new Promise((resolve) => {
    // Clients send no server name for an IP address; API servers do the same.
    const servername = name ?? (isIP(host) === 0 ? host : '');
    const socket = connect({ host, port, servername, rejectUnauthorized: false });
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
    socket.once('error', (error) => {
      // Up to TLS 1.2, a server that requires a client certificate refuses only after it has sent its own.
      const chain = chainOf(socket.getPeerCertificate(true));
      end(chain.length === 0 ? { failure: codeOf(error) ?? 'failed' } : { chain });
    });
    socket.once('close', () => end({ failure: 'the connection was closed' }));
  });

/** Each certificate links to its issuer's, and a root to itself. */
function chainOf(first: DetailedPeerCertificate | undefined): X509Certificate[] {
  const chain: X509Certificate[] = [];
  let next: DetailedPeerCertificate | undefined = first;
  while (next?.raw !== undefined) {
    chain.push(new X509Certificate(next.raw));
    next = next.issuerCertificate === next ? undefined : next.issuerCertificate;
  }
  return chain;
}

/**
 * Whether a certificate is valid for a host. Like API servers, it checks only the alternative names. Source: Go 1.24,
 * crypto/x509/verify.go (VerifyHostname).
 */
export function coversHost(certificate: X509Certificate, host: string): boolean {
  const found =
    isIP(host) === 0
      ? certificate.checkHost(host, { subject: 'never', partialWildcards: false })
      : certificate.checkIP(host);
  return found !== undefined;
}

/** Returns the DNS names and IP addresses of a certificate. */
export function hostsOf({ subjectAltName = '' }: X509Certificate): string[] {
  return [...subjectAltName.matchAll(/(?:DNS|IP Address):([^,\s]+)/g)].map(([, host = '']) => host);
}

/** Returns the URIs of a certificate, for example the SPIFFE name of a workload. */
export function urisOf({ subjectAltName = '' }: X509Certificate): string[] {
  return [...subjectAltName.matchAll(/URI:([^,\s]+)/g)].map(([, uri = '']) => uri);
}

/** Limit of characters that a message shows of a name. */
const LONGEST_NAME = 80;

/** Formats a name in a certificate for people. */
export function shownName(name: string): string {
  if (looksLikeCredential(name)) return '<hidden>';
  return visibleLine(name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name);
}

/** Formats the first names of a certificate for people. */
export function shownNames(certificate: X509Certificate): string {
  return someOf([...hostsOf(certificate), ...urisOf(certificate)].map(shownName), 3) || 'no name';
}
