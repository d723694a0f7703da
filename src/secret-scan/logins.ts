import type { Clue } from './clue';
import { isUserAndPassword } from './named-values';
import { isPlaceholder, looksRandom } from './placeholder';

const URL_LOGIN = /:\/\/[^\s/?#:@"'\\<>]*:([^\s/?#@"'\\]+)@[A-Za-z0-9[]/g;
const URL_TOKEN = /:\/\/([A-Za-z0-9_-]{16,})@[A-Za-z0-9[]/g;
const URL_SIGNATURE = /[?&]sig=[A-Za-z0-9%+/_-]{40}/g;
const DATA_SOURCE = /(?<![\w.-])[\w.-]{1,64}:([^\s@:/"'\\]{3,128})@(?:tcp|unix|udp)\(/g;
const SCHEME = /[ \t]+([A-Za-z0-9._~+/-]{6,}={0,2})/y;
const AUTHORIZATION = /authorization["'\\]*\s*[:=,]\s*["'\\]*$/i;

/** Logins in URLs (`https://user:password@host`). */
export function findUrlLogins(text: string): Clue[] {
  const clues: Clue[] = [];
  if (text.includes('sig='))
    for (const { index } of text.matchAll(URL_SIGNATURE)) clues.push({ offset: index, what: 'signed URL' });
  if (!text.includes('@')) return clues;
  URL_LOGIN.lastIndex = 0;
  for (let hit = URL_LOGIN.exec(text); hit !== null; hit = URL_LOGIN.exec(text)) {
    if (!isPlaceholder(hit[1] ?? '')) clues.push({ offset: hit.index + 3, what: 'URL with a password' });
  }
  for (const { index, 1: user = '' } of text.matchAll(URL_TOKEN))
    if (looksRandom(user)) clues.push({ offset: index + 3, what: 'URL with a token' });
  for (const { index, 1: password = '' } of text.matchAll(DATA_SOURCE))
    if (!isPlaceholder(password)) clues.push({ offset: index, what: 'data source with a password' });
  return clues;
}

/** Values of an `Authorization` header, wherever they stand: `Basic …` and `Bearer …`. */
export function findAuthorizations(text: string): Clue[] {
  return [
    ...schemes(text, 'Bearer', isBearer),
    ...schemes(text, 'Basic', isBasic),
    ...schemes(text, 'Token', (value, named) => named && isBearer(value, false)),
  ];
}

function schemes(text: string, scheme: string, accepts: (value: string, named: boolean) => boolean): Clue[] {
  const clues: Clue[] = [];
  for (const name of [scheme, scheme.toLowerCase()]) {
    for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + name.length)) {
      SCHEME.lastIndex = at + name.length;
      const value = SCHEME.exec(text)?.[1];
      if (value === undefined) continue;
      const named = AUTHORIZATION.test(text.slice(Math.max(0, at - 40), at));
      if (accepts(value, named)) clues.push({ offset: at, what: `${scheme} authorization` });
    }
  }
  return clues;
}

function isBearer(value: string, named: boolean): boolean {
  if (isPlaceholder(value)) return false;
  return looksRandom(value) || (named && (value.length >= 20 || !/^[a-z.-]+$/.test(value)));
}

function isBasic(value: string, named: boolean): boolean {
  return isUserAndPassword(value) && (named || /[A-Z0-9]/.test(value));
}
