import {
  type CertificatePlace,
  coversHost,
  type ShowCertificates,
  shownName,
  shownNames,
  urisOf,
} from '../shown-certificate';

/** The server at a port, as part of a sentence: how it was identified, what it is instead, or why that is unknown. */
export type Identity =
  | { readonly known: string }
  | { readonly other: string }
  | { readonly unidentified: string };

/** Identifies the server at a port that accepts TCP. */
export type Identify = () => Promise<Identity>;

/**
 * Identifies a server by its certificate. Other checks examine whether the certificate is trusted.
 * @param expected the server's hosts, or patterns of its URIs
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
