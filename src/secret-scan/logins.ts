import type { Finding } from './finding';
import { isUserAndPassword } from './named-values';
import { isPlaceholder, looksRandom } from './value';

const URL_LOGIN = /:\/\/[^\s/?#:@"'\\<>]*:([^\s/?#@"'\\]+)@[A-Za-z0-9[]/g;
const URL_TOKEN = /:\/\/([A-Za-z0-9_-]{16,})@[A-Za-z0-9[]/g;
const URL_SIGNATURE = /[?&;]sig=[A-Za-z0-9%+/_-]{40}/g;
/** Microsoft Teams: anyone who knows the URL may write. */
const TEAMS_WEBHOOK =
  /office\.com\/webhook(?:b2)?\/[0-9a-f-]{36}@[0-9a-f-]{36}\/IncomingWebhook\/[0-9a-f]{32}/g;
const DATA_SOURCE = /(?<![\w.-])[\w.-]{1,64}:([^\s@:/"'\\]{3,128})@(?:tcp|unix|udp)\(/g;
const SCHEME = /[ \t]+([A-Za-z0-9._~+/-]{6,}={0,2})/y;
const AUTHORIZATION = /authorization["'\\]*\s*[:=,]\s*["'\\]*$/i;

/** Finds logins in URLs (`https://user:password@host`). */
export function findUrlLogins(text: string): Finding[] {
  const findings: Finding[] = [];
  if (text.includes('sig='))
    for (const { index } of text.matchAll(URL_SIGNATURE))
      findings.push({ offset: index, what: 'signed URL' });
  if (!text.includes('@')) return findings;
  if (text.includes('office.com/webhook'))
    for (const { index } of text.matchAll(TEAMS_WEBHOOK))
      findings.push({ offset: index, what: 'webhook URL with its token' });
  for (const { index, 1: password = '' } of text.matchAll(URL_LOGIN))
    if (!isPlaceholder(password)) findings.push({ offset: index + 3, what: 'URL with a password' });
  for (const { index, 1: user = '' } of text.matchAll(URL_TOKEN))
    if (looksRandom(user)) findings.push({ offset: index + 3, what: 'URL with a token' });
  for (const { index, 1: password = '' } of text.matchAll(DATA_SOURCE))
    if (!isPlaceholder(password)) findings.push({ offset: index, what: 'data source with a password' });
  return findings;
}

/** Finds values of an `Authorization` header anywhere in a text: `Basic …` and `Bearer …`. */
export function findAuthorizations(text: string): Finding[] {
  return [
    ...schemes(text, 'Bearer', isBearer),
    ...schemes(text, 'Basic', isBasic),
    ...schemes(text, 'Token', (value, named) => named && isBearer(value, false)),
  ];
}

function schemes(
  text: string,
  scheme: string,
  accepts: (value: string, named: boolean) => boolean,
): Finding[] {
  const findings: Finding[] = [];
  for (const name of [scheme, scheme.toLowerCase()]) {
    for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + name.length)) {
      SCHEME.lastIndex = at + name.length;
      const value = SCHEME.exec(text)?.[1];
      if (value === undefined) continue;
      const named = AUTHORIZATION.test(text.slice(Math.max(0, at - 40), at));
      if (accepts(value, named)) findings.push({ offset: at, what: `${scheme} authorization` });
    }
  }
  return findings;
}

function isBearer(value: string, named: boolean): boolean {
  if (isPlaceholder(value)) return false;
  return looksRandom(value) || (named && (value.length >= 20 || !/^[a-z.-]+$/.test(value)));
}

function isBasic(value: string, named: boolean): boolean {
  return isUserAndPassword(value) && (named || /[A-Z0-9]/.test(value));
}

/** Formats of htpasswd, crypt(3) and Argo CD. Compose files double the dollar signs. */
const HASHES =
  /\${1,4}2[abxy]\${1,4}\d\d\${1,4}[./A-Za-z0-9]{53}|\${1,4}(?:apr1|1|5|6|y)\${1,4}(?:rounds=\d+\${1,4})?[./A-Za-z0-9]{1,16}\${1,4}[./A-Za-z0-9]{22,}|\${1,4}argon2(?:id|i|d)\${1,4}v=/g;
const SHA_HASH = /:\{S?SHA\}[A-Za-z0-9+/]{27}/g;

/** Finds hashes of passwords: an attacker can guess the password offline. */
export function findPasswordHashes(text: string): Finding[] {
  const forms = [...(text.includes('$') ? [HASHES] : []), ...(text.includes('SHA}') ? [SHA_HASH] : [])];
  return forms.flatMap((form) =>
    [...text.matchAll(form)].map(({ index }) => ({ offset: index, what: 'password hash' })),
  );
}
