import type { Signer } from '../../certificates/signer';

/**
 * Citadel of Istio 1.0. It signs with the algorithm of the request, and sidecars request with RSA
 * (1.0.9, security/pkg/pki/util/generate_cert.go: genCertTemplateFromCSR); Go refuses that with an EC key. It knows no
 * `EC PRIVATE KEY` (security/pkg/pki/util/crypto.go: ParsePemEncodedKey).
 */
export const signer: Signer = {
  unfitToSign: (keyType) =>
    keyType.startsWith('rsa-')
      ? undefined
      : 'Citadel of Istio 1.0 signs with the algorithm of the request, which is RSA, and this key cannot',
  privateKeys: { reader: 'Citadel 1.0', labels: ['PRIVATE KEY', 'RSA PRIVATE KEY'] },
  isInEveryCluster: true,
};
