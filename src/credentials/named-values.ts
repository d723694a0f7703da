import type { Clue } from './clue';
import { isPlaceholder, looksRandom } from './placeholder';
import { scalarAfter } from './scalar';

const SECRET_NAME = /(?:token|password|passwd|passphrase|pwd|clientkeydata|secretaccesskey)$/;
const MAYBE_SECRET_NAME = /(?:clientsecret|apikey|privatekey|secretkey|encryptionkey)$/;

/**
 * A part of each name above and what may follow it. The parts begin with letters that are rare in manifests, which
 * makes looking for them cheaper than one regular expression over the text.
 */
const ANCHORS: readonly (readonly [part: string, next: string])[] = [
  ['k', 'e'],
  ['K', 'Ee'],
  ['w', 'do'],
  ['W', 'DdOo'],
  ['phras', 'e'],
  ['PHRAS', 'E'],
  ['_secre', 't'],
  ['Secre', 't'],
  ['SECRE', 'T'],
];

const IN_NAME = new Uint8Array(128);
for (const char of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-')
  IN_NAME[char.charCodeAt(0)] = 1;
const LONGEST_NAME = 80;
const SIGN = /["'\\]*[ \t]*(?=[:=])/y;
const ENV_NAME_BEFORE = /\bname["'\\]*\s*:\s*["'\\]*$/;
const ENV_VALUE_AFTER = /["'\\]{0,8},?\s{0,80}["'\\]{0,8}value["'\\]{0,8}\s?(?=:)/y;
const KUBECONFIG = /["'\s\\](?:current-context|users)["'\\]*\s*:|\bkind["'\\]*\s*:\s*["'\\]*Config\b/;
const SEALED = /kind["'\\]*\s*:\s*["'\\]*SealedSecret\b/;

/** Values that their name gives away: `token:`, `client-key-data:`, `PASSWORD=`, an env variable, a registry's `auth`. */
export function findNamedValues(text: string): Clue[] {
  const clues: Clue[] = [];
  const context: Context = { kubeconfig: undefined, sealed: undefined };
  for (const [part, next] of ANCHORS) {
    let end = 0;
    for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + part.length)) {
      if (at < end || !next.includes(text.charAt(at + part.length) || ' ')) continue;
      end = endOfName(text, at);
      const start = startOfName(text, at);
      const plain = text.slice(start, end).toLowerCase().replace(/[-_.]/g, '');
      if (!SECRET_NAME.test(plain) && !MAYBE_SECRET_NAME.test(plain)) continue;
      const clue = clueFor(text, plain, signOf(text, start, end), context);
      if (clue !== undefined) clues.push(clue);
    }
  }
  return text.includes('uths') ? [...clues, ...findRegistryLogins(text)] : clues;
}

interface Context {
  kubeconfig: boolean | undefined;
  sealed: boolean | undefined;
}

function startOfName(text: string, at: number): number {
  let start = at;
  while (start > 0 && at - start < LONGEST_NAME && IN_NAME[text.charCodeAt(start - 1)] === 1) start -= 1;
  return start;
}

function endOfName(text: string, at: number): number {
  let end = at;
  while (end - at < LONGEST_NAME && IN_NAME[text.charCodeAt(end)] === 1) end += 1;
  return end;
}

/** The `:` or `=` that gives the name its value, which for an env variable stands after `value`. */
function signOf(text: string, start: number, end: number): number | undefined {
  SIGN.lastIndex = end;
  if (SIGN.test(text)) return SIGN.lastIndex;
  ENV_VALUE_AFTER.lastIndex = end;
  if (!ENV_VALUE_AFTER.test(text)) return undefined;
  return ENV_NAME_BEFORE.test(text.slice(Math.max(0, start - 20), start))
    ? ENV_VALUE_AFTER.lastIndex
    : undefined;
}

function clueFor(text: string, plain: string, sign: number | undefined, context: Context): Clue | undefined {
  const scalar = sign === undefined ? undefined : scalarAfter(text, sign);
  if (scalar === undefined || isPlaceholder(scalar.value)) return undefined;
  const { value, offset } = scalar;
  if (value.startsWith('Ag')) {
    context.sealed ??= SEALED.test(text);
    if (context.sealed) return undefined;
  }
  context.kubeconfig ??= KUBECONFIG.test(text);
  const what = describe(plain, context.kubeconfig);
  if (what.startsWith('kubeconfig') || looksRandom(value)) return { offset, what };
  if (!SECRET_NAME.test(plain) || !scalar.alone || value.length < 6) return undefined;
  return plain.endsWith('token') && /(?:token|jwt)$/i.test(value) ? undefined : { offset, what };
}

function describe(plain: string, kubeconfig: boolean): string {
  if (plain === 'clientkeydata') return 'kubeconfig with a client key';
  if (plain === 'token') return kubeconfig ? 'kubeconfig with a token' : 'token';
  if (plain === 'password') return kubeconfig ? 'kubeconfig with a password' : 'password';
  if (plain.endsWith('secretaccesskey')) return 'AWS secret access key';
  if (plain.endsWith('token')) return 'token';
  return MAYBE_SECRET_NAME.test(plain) ? 'secret key' : 'password';
}

/** The `auth` values of a Docker config with `auths`. */
function findRegistryLogins(text: string): Clue[] {
  const clues: Clue[] = [];
  for (const hit of text.matchAll(/\bauth["'\\]*[ \t]*:/g)) {
    const scalar = scalarAfter(text, hit.index + hit[0].length - 1);
    if (scalar !== undefined && isUserAndPassword(scalar.value))
      clues.push({ offset: scalar.offset, what: 'registry login' });
  }
  return clues;
}

/** True for base64 of `user:password`, the form of registry logins and basic authentication. */
export function isUserAndPassword(base64: string): boolean {
  if (!/^[A-Za-z0-9+/_-]{6,}={0,2}$/.test(base64)) return false;
  return /^[\x20-\x7e]+:[\x20-\x7e]+$/.test(Buffer.from(base64, 'base64').toString('latin1'));
}
