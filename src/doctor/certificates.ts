import { readPem } from '../kubernetes/pem';

/** Returns the certificates that Go finds in a text, as bare base64. */
function certificatesOf(pem: string): string[] {
  return readPem(pem)
    .blocks.filter(({ type, hasHeaders }) => type === 'CERTIFICATE' && !hasHeaders)
    .map(({ bytes }) => bytes.toString('base64'));
}

/** Whether two bundles share a certificate. */
export function sharesCertificate(left: string, right: string): boolean {
  const known = new Set(certificatesOf(right));
  return certificatesOf(left).some((certificate) => known.has(certificate));
}
