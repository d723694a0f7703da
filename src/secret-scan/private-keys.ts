import type { Finding } from './finding';
import { looksRandom } from './value';

const KINDS: ReadonlyMap<string, string> = new Map([
  ['', 'PKCS#8 private key'],
  ['RSA', 'RSA private key'],
  ['EC', 'EC private key'],
  ['DSA', 'DSA private key'],
  ['ENCRYPTED', 'encrypted private key'],
  ['OPENSSH', 'OpenSSH private key'],
  ['SSH2 ENCRYPTED', 'SSH2 private key'],
  ['PGP', 'PGP private key'],
]);

/** URL encoding writes `%20` or `+` for a blank. */
const HEADER_BEFORE = /(?:-|%2D){4,5}[ \t]?BEGIN((?:(?:[\s#+]|%20)+[A-Z0-9]+){0,3})(?:[\s#+]|%20)+$/;
const HEADER_AFTER = /PRIVATE(?:[\s#+]|%20)+KEY/y;
const BODY = /(?=[a-z+/]*[A-Z0-9])[A-Za-z0-9+/]{16}/;
const GOOGLE = /private_key["'\\]*\s*:\s*["'\\]*$/;

/**
 * Finds PEM and PGP private keys: the BEGIN line and something like a body, so that prose about keys does not match.
 */
export function findPemKeys(text: string): Finding[] {
  const findings: Finding[] = [];
  // `V` is the rarest letter of the header, so searching for `VATE` is the fastest.
  for (let found = text.indexOf('VATE'); found !== -1; found = text.indexOf('VATE', found + 4)) {
    const at = found - 3;
    if (at < 0) continue;
    HEADER_AFTER.lastIndex = at;
    if (!HEADER_AFTER.test(text)) continue;
    const bodyAt = HEADER_AFTER.lastIndex;
    const before = text.slice(Math.max(0, at - 60), at);
    const header = HEADER_BEFORE.exec(before);
    if (header === null || !BODY.test(text.slice(bodyAt, bodyAt + 300))) continue;
    const label = (header[1] ?? '').replace(/(?:[\s#+]|%20)+/g, ' ').trim();
    const isGoogle = GOOGLE.test(before.slice(0, header.index));
    const what = isGoogle ? 'Google service account key' : (KINDS.get(label) ?? 'private key');
    findings.push({ offset: at - before.length + header.index, what });
  }
  return findings;
}

/**
 * The first bytes of DER private keys, in base64: SEQUENCE, length, version 0 or 1, then an element that only private
 * keys have. Certificates and public keys begin with a nested SEQUENCE instead of a version.
 */
const DER_HEADS: readonly RegExp[] = [
  /^MI(?:I[A-Za-z0-9+/_-]{2}[AQgw]|[GH-J][A-Za-z0-9+/_-])(?:IBA|AgEA|AIBA|CAQ)[A-Za-z0-9+/_-]/,
  /^MC[4-9]CAQ[AE][wE]/,
  /^MH[cg]CAQEE[IMQ]/,
  /^MIGkAgEB|^MIHcAgEB/,
];

/** Returns true if base64 text begins like a bare DER private key, as in a PEM body without its header. */
export function isDerKey(base64: string): boolean {
  return base64.startsWith('M') && base64.length >= 40 && DER_HEADS.some((head) => head.test(base64));
}

/**
 * Types of JSON Web Keys, and the member that only a private one has: RFC 7518 6.2 to 6.4, RFC 8037 2. The shortest
 * private keys have 32 bytes, which are 43 characters. A symmetric key may be any text; from 15 bytes it counts.
 */
const JWK_FORMS: readonly { readonly type: RegExp; readonly secret: RegExp }[] = [
  { type: jwkMember('kty', '(?:EC|RSA|OKP)(?![\\w-])'), secret: jwkMember('d', '[\\w-]{43,}') },
  { type: jwkMember('kty', 'oct(?![\\w-])'), secret: jwkMember('k', '[\\w-]{20,}') },
];
/** Limit of characters between members of one JSON Web Key. */
const FURTHEST = 2000;

function jwkMember(name: string, value: string): RegExp {
  const quotes = '["\'\\\\]{0,8}';
  return new RegExp(`(?<!\\w)${quotes}${name}${quotes}\\s{0,8}:\\s{0,8}${quotes}(${value})`, 'g');
}

/** Finds private keys in other forms than PEM: JSON Web Keys, and PuTTY's. */
export function findOtherKeys(text: string): Finding[] {
  const findings: Finding[] = [];
  const putty = text.indexOf('PuTTY-User-Key-File');
  if (putty !== -1 && text.includes('Private-Lines', putty))
    findings.push({ offset: putty, what: 'PuTTY private key' });
  if (!text.includes('kty')) return findings;
  for (const { type, secret } of JWK_FORMS) {
    const types = Array.from(text.matchAll(type), ({ index }) => index);
    let next = 0;
    for (const { index, 1: value = '' } of text.matchAll(secret)) {
      while ((types[next] ?? Infinity) < index - FURTHEST) next += 1;
      if ((types[next] ?? Infinity) <= index + FURTHEST && isKeyMaterial(value))
        findings.push({ offset: index, what: 'JSON Web Key with its private part' });
    }
  }
  return findings;
}

/** Whether a text is the base64url of a key and not a series of words. */
function isKeyMaterial(value: string): boolean {
  return looksRandom(value) || (/[A-Z]/.test(value) && /[a-z]/.test(value));
}
