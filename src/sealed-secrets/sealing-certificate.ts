import type { KeyObject, X509Certificate } from 'node:crypto';
import { certificatesInPem } from '../kubernetes/certificates';
import { UserError } from '../problem';

const FETCH = 'Fetch the current one with `kubeseal --fetch-cert`, or ask who runs the controller';

/** Shorter keys can be broken; the controller creates keys of 4096 bits. */
const LEAST_BITS = 2048;

/**
 * Returns the public key of the sealed-secrets controller, which encrypts the values.
 * @param pem the controller's certificate; of several the first counts, as with kubeseal
 * @throws UserError with the reason if the certificate must not be used for sealing
 */
export function sealingKey(pem: string, now: Date = new Date()): KeyObject {
  const certificate = readCertificate(pem);
  const [from, to] = [new Date(certificate.validFrom), new Date(certificate.validTo)];
  if (now < from)
    throw refused(
      `the certificate to seal with is not valid before ${iso(from)}, and it is ${iso(now)}`,
      'Check the clock of this machine, or wait',
    );
  if (now > to) throw refused(`the certificate to seal with expired at ${iso(to)}`);
  const { publicKey } = certificate;
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = publicKey;
  if (type !== 'rsa')
    throw refused(
      `expected the RSA certificate of a sealed-secrets controller, got one with the key type ${type ?? 'unknown'}`,
    );
  const bits = details?.modulusLength ?? 0;
  if (bits < LEAST_BITS)
    throw refused(`expected a certificate with an RSA key of at least ${LEAST_BITS} bits, got ${bits} bits`);
  return publicKey;
}

function readCertificate(pem: string): X509Certificate {
  const { certificates, faults } = certificatesInPem(pem);
  const [first] = certificates;
  if (first !== undefined) return first.node;
  const isKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem);
  const got = isKey ? 'a private key, which belongs to the controller alone' : faults[0];
  throw refused(`expected a certificate in PEM to seal with, got ${got ?? 'no BEGIN CERTIFICATE'}`);
}

function iso(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, 'Z');
}

function refused(what: string, fix = FETCH): UserError {
  return new UserError(`${what}. ${fix}`);
}
