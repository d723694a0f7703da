import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { connect, type DetailedPeerCertificate } from 'node:tls';
import { looksLikeCredential } from '../credential-like';
import { codeOf } from '../problem';
import { someOf } from '../some-of';
import { visibleLine } from '../visible';

/** A server that shows a certificate. */
export interface CertificatePlace {
  /** IP address or DNS name. */
  readonly host: string;
  readonly port: number;
  /** Name to ask for, as the clients of the server do. @default - the host; none for an IP address */
  readonly servername?: string;
  /** @default 3000 */
  readonly milliseconds?: number;
}

/** The certificates that a server shows, its own first, or why there are none. */
export type ShownCertificates = { readonly chain: readonly X509Certificate[] } | { readonly failure: string };

/** Asks a server for its certificates. It trusts any: what they are good for is for the caller to say. */
export type ShowCertificates = (place: CertificatePlace) => Promise<ShownCertificates>;

/** Reads the certificates in a TLS handshake, and sends nothing else. */
export const shownCertificates: ShowCertificates = ({ host, port, servername: name, milliseconds = 3000 }) =>
  new Promise((resolve) => {
    // For an IP address a client says no name, as an API server does.
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
      // Up to TLS 1.2, a server that wants a certificate of the client refuses after it has shown its own.
      const chain = chainOf(socket.getPeerCertificate(true));
      end(chain.length === 0 ? { failure: codeOf(error) ?? 'failed' } : { chain });
    });
    socket.once('close', () => end({ failure: 'the connection was closed' }));
  });

/** Each certificate refers to its issuer's, and a root to itself. */
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

/** The URIs in a certificate, such as the SPIFFE name of a workload. */
export function urisOf({ subjectAltName = '' }: X509Certificate): string[] {
  return [...subjectAltName.matchAll(/URI:([^,\s]+)/g)].map(([, uri = '']) => uri);
}

/** Characters of a name that a message shows. */
const LONGEST_NAME = 80;

/** A name in a certificate, for people. */
export function shownName(name: string): string {
  if (looksLikeCredential(name)) return '<hidden>';
  return visibleLine(name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name);
}

/** For whom a certificate is, for people: the first names alone. */
export function shownNames(certificate: X509Certificate): string {
  return someOf([...hostsOf(certificate), ...urisOf(certificate)].map(shownName), 3) || 'no name';
}
