/** The certificates in a text of PEM, as bare base64. */
function certificatesOf(pem: string): string[] {
  return [...pem.matchAll(/-----BEGIN CERTIFICATE-----([\s\S]*?)-----END CERTIFICATE-----/g)].map(
    ([, body = '']) => body.replace(/\s/g, ''),
  );
}

/** Whether two bundles have a certificate in common. */
export function sharesCertificate(left: string, right: string): boolean {
  const known = new Set(certificatesOf(right));
  return certificatesOf(left).some((certificate) => known.has(certificate));
}
