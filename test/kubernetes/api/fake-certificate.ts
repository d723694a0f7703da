import { KeyObject, webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '../../../src/certificates/certificate-library';

/** A self-signed certificate and its key, both in PEM. */
export interface FakeCertificate {
  readonly cert: string;
  readonly key: string;
}

/** Returns a certificate for a name or address. */
export async function fakeCertificate(name: string, type: 'ip' | 'dns' = 'ip'): Promise<FakeCertificate> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    signingAlgorithm: algorithm,
    notBefore: new Date(Date.now() - 3_600_000),
    notAfter: new Date(Date.now() + 48 * 3_600_000),
    extensions: [
      new BasicConstraintsExtension(true),
      new SubjectAlternativeNameExtension([{ type, value: name }]),
    ],
  });
  const key = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString();
  return { cert: certificate.toString('pem'), key };
}

/** The certificate of API servers on this machine, by default. */
export const LOCAL_CERTIFICATE = await fakeCertificate('127.0.0.1');
