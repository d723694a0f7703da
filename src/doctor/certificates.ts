import { readPem } from '../kubernetes/pem';

/** The certificates that Go reads of a text, as bare base64. */
function certificatesOf(pem: string): string[] {
  return readPem(pem)
    .blocks.filter(({ type, hasHeaders }) => type === 'CERTIFICATE' && !hasHeaders)
    .map(({ bytes }) => bytes.toString('base64'));
}

/** Whether two bundles have a certificate in common. */
export function sharesCertificate(left: string, right: string): boolean {
  const known = new Set(certificatesOf(right));
  return certificatesOf(left).some((certificate) => known.has(certificate));
}
