import {
  type CertificatePlace,
  coversHost,
  type ShowCertificates,
  shownName,
  shownNames,
  urisOf,
} from '../shown-certificate';

/** Who answers at a port, each a part of a sentence: how it is known, what it is instead, or why nobody knows. */
export type Identity =
  | { readonly known: string }
  | { readonly other: string }
  | { readonly unidentified: string };

/** Asks who answers at a port that accepts TCP. */
export type Identify = () => Promise<Identity>;

/**
 * Who answers, by the certificate that it shows. Whether anybody trusts the certificate is for other checks to say.
 * @param expected whose certificate it may be: hosts, or patterns of URIs
 */
export async function byCertificate(
  show: ShowCertificates,
  place: CertificatePlace,
  expected: readonly (string | RegExp)[],
): Promise<Identity> {
  const shown = await show(place);
  if ('failure' in shown) return { unidentified: `it shows no certificate (${shown.failure})` };
  const [own] = shown.chain;
  if (own === undefined) return { unidentified: 'it shows no certificate' };
  for (const one of expected) {
    const isHost = typeof one === 'string' && coversHost(own, one);
    const name = isHost ? one : urisOf(own).find((uri) => one instanceof RegExp && one.test(uri));
    if (name !== undefined) return { known: `shows a certificate for ${shownName(name)}` };
  }
  return { other: `its certificate is for ${shownNames(own)}` };
}
