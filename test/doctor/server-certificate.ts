import { createPrivateKey, KeyObject, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import { type Authority, makeIntermediate, makeRoot } from '../../src/certificates/authority';
import { readCertificates } from '../../src/certificates/certificate';
import {
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '../../src/certificates/certificate-library';

const OPTIONS = {
  keyType: 'ec-p256',
  lifetimeSeconds: 86_400,
  organization: 'Test',
  trustDomain: 'cluster.local',
} as const;
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** A self-signed root. */
export function testRoot(): Promise<Authority> {
  return makeRoot({ ...OPTIONS, lifetimeSeconds: 172_800, pathLength: 1 });
}

/** An authority below a root. */
export function testIntermediate({ certificate, key }: Authority): Promise<Authority> {
  const [root] = readCertificates(certificate).certificates;
  if (root === undefined) throw new Error('no root');
  return makeIntermediate(root, key, 'hq', { ...OPTIONS, pathLength: 0 });
}

/**
 * Returns the certificate of a server, signed by an authority, for DNS names, IP addresses and URIs, and its key,
 * both in PEM.
 */
export async function serverCertificate(authority: Authority, hosts: readonly string[]): Promise<Authority> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const der = createPrivateKey(authority.key).export({ format: 'der', type: 'pkcs8' });
  const certificate = await X509CertificateGenerator.create({
    subject: 'O=Test',
    issuer: new X509Certificate(authority.certificate).subjectName,
    publicKey: keys.publicKey,
    signingKey: await webcrypto.subtle.importKey('pkcs8', der, ALGORITHM, false, ['sign']),
    signingAlgorithm: ALGORITHM,
    notBefore: new Date(Date.now() - 3_600_000),
    notAfter: new Date(Date.now() + 3_600_000),
    extensions: [new SubjectAlternativeNameExtension(hosts.map((value) => ({ type: typeOf(value), value })))],
  });
  const key = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString();
  return { certificate: `${certificate.toString('pem')}\n`, key };
}

function typeOf(name: string): 'dns' | 'ip' | 'url' {
  if (name.includes('://')) return 'url';
  return isIP(name) === 0 ? 'dns' : 'ip';
}
