import { elementValue, findDatabaseLogins, type SecretName, spacedValue } from './config-values';
import type { Finding } from './finding';
import { isMixed, isPassphrase, isPlaceholder, isProse, looksRandom, scalarAfter } from './value';

/** Ends of names, in lower case. Words may be joined in any way, but must be whole: `p-wd` is no password. */
const SECRET_NAME = ending(
  'token, pass word, passwd, pass phrase, pwd, client key data, secret access key, bind pw, root pw, bind credential, bind credentials, require pass',
);
const MAYBE_SECRET_NAME = ending(
  'secret, api key, account key, private key, secret key, secret key base, signing key, encryption key, shared key, sec key',
);
/** Excludes `bypass` and `compass`. */
const PASS = /(?:^|[_.-])(?:pass|PASS)$|[a-z\d]Pass$/;

/** Characters after a name. */
const AFTER_NAME = ':="\'\\ \t\r\n,}>';

/**
 * A part of each name above and the characters that may follow. The parts begin with letters that are rare in
 * manifests, so searching for them is cheaper than one regular expression over the text.
 */
const ANCHORS: readonly (readonly [part: string, next: string])[] = [
  ['k', 'e'],
  ['K', 'Ee'],
  ['w', 'do'],
  ['W', 'DdOo'],
  ['phras', 'e'],
  ['PHRAS', 'E'],
  ['redential', `s${AFTER_NAME}`],
  ...['secret', 'Secret', 'SECRET', 'pass', 'Pass', 'PASS', 'pw', 'Pw', 'PW'].map(
    (part) => [part, AFTER_NAME] as const,
  ),
];

const IN_NAME = new Uint8Array(128);
for (const char of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-')
  IN_NAME[char.charCodeAt(0)] = 1;
const LONGEST_NAME = 80;
const SIGN = /["'\\]*[ \t]*(?=[:=])/y;
const ENV_NAME_BEFORE = /\b(?:name|key)["'\\]*\s*:\s*["'\\]*$/;
/** A comment or a description may be between the name and the value. */
const ENV_VALUE_AFTER =
  /["'\\]{0,8},?(?:[ \t]{0,20}\r?\n[\s#]{0,80}(?:#|["']?(?:description|displayName|required|type)["']?:)[^\n]{0,300}){0,3}[\s#]{0,80}["'\\]{0,8}value["'\\]{0,8}\s?(?=:)/y;
/** `<property name="password" value="…"/>` */
const XML_NAME_BEFORE = /\b(?:name|key|id)\s?=\s?\\{0,4}["']$/;
const XML_VALUE_AFTER = /\\{0,4}["']\s{1,20}value\s?(?==)/y;
const ENV_VALUE_BEFORE =
  /(\bvalue["'\\]{0,8}\s?):[^\n]{1,150}\n[\s#]{0,40}["'\\]{0,8}(?:name|key)["'\\]{0,8}\s*:\s*["'\\]*$/;
const KUBECONFIG = /["'\s\\](?:current-context|users)["'\\]*\s*:|\bkind["'\\]*\s*:\s*["'\\]*Config\b/;
/** The length of the sealed session key at the start, for RSA keys of 2048 to 16384 bits. */
const SEALED_VALUE = /^(?:A[QYgow]|[B-F][AI]|[GI]A)[A-Za-z0-9+/]{100}/;
const SEALED = /kind["'\\]*\s*:\s*["'\\]*SealedSecret\b/;

/**
 * Finds values with the name of a secret: `token:`, `client-key-data:`, `PASSWORD=`, an env variable, a registry's
 * `auth`.
 */
export function findNamedValues(text: string): Finding[] {
  const findings: Finding[] = [];
  const context: Context = { kubeconfig: undefined, sealed: undefined };
  for (const [part, next] of ANCHORS) {
    let end = 0;
    for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + part.length)) {
      if (at < end || !next.includes(text.charAt(at + part.length) || ' ')) continue;
      end = endOfName(text, at);
      const start = startOfName(text, at);
      const written = text.slice(start, end);
      const isPass = PASS.test(written);
      const lower = written.toLowerCase();
      if (!isPass && !SECRET_NAME.test(lower) && !MAYBE_SECRET_NAME.test(lower)) continue;
      if (namesAKey(text, start, end)) continue;
      const name = isPass ? 'password' : lower.replace(/[-_.]/g, '');
      const sign = signOf(text, start, end);
      const finding =
        sign === undefined ? withoutSign(text, name, start, end) : findingFor(text, name, sign, context);
      if (finding !== undefined) findings.push(finding);
    }
  }
  return [...findings, ...findRegistryLogins(text), ...findDatabaseLogins(text)];
}

/** Finds a value without a `:` or `=` after its name. */
function withoutSign(text: string, plain: string, start: number, end: number): Finding | undefined {
  const name: SecretName = { start, end, certain: SECRET_NAME.test(plain), what: describe(plain, false) };
  return elementValue(text, name) ?? spacedValue(text, name);
}

function ending(names: string): RegExp {
  return new RegExp(`(?:${names.replaceAll(', ', '|').replaceAll(' ', '[-_.]*')})$`);
}

/** `secretKey` of an ExternalSecret is the name of a value. It may look as random as a cluster id. */
function namesAKey(text: string, start: number, end: number): boolean {
  if (text.slice(start, end) !== 'secretKey') return false;
  return text.slice(Math.max(0, start - 600), end + 300).includes('remoteRef');
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

/** Returns the `:` or `=` before the value. For an env variable it comes after `value`. */
function signOf(text: string, start: number, end: number): number | undefined {
  SIGN.lastIndex = end;
  if (SIGN.test(text)) return SIGN.lastIndex;
  ENV_VALUE_AFTER.lastIndex = end;
  const isAfter = ENV_VALUE_AFTER.test(text);
  const before20 = text.slice(Math.max(0, start - 20), start);
  XML_VALUE_AFTER.lastIndex = end;
  if (XML_NAME_BEFORE.test(before20) && XML_VALUE_AFTER.test(text)) return XML_VALUE_AFTER.lastIndex;
  if (!ENV_NAME_BEFORE.test(before20)) return undefined;
  if (isAfter) return ENV_VALUE_AFTER.lastIndex;
  const from = Math.max(0, start - 250);
  const before = ENV_VALUE_BEFORE.exec(text.slice(from, start));
  return before?.[1] === undefined ? undefined : from + before.index + before[1].length;
}

function findingFor(text: string, plain: string, sign: number, context: Context): Finding | undefined {
  const scalar = scalarAfter(text, sign);
  if (scalar === undefined || isPlaceholder(scalar.value)) return undefined;
  const { value, offset } = scalar;
  if (SEALED_VALUE.test(value)) {
    context.sealed ??= SEALED.test(text);
    if (context.sealed) return undefined;
  }
  context.kubeconfig ??= KUBECONFIG.test(text);
  const what = describe(plain, context.kubeconfig);
  if (what.startsWith('kubeconfig') || looksRandom(value) || isMixed(value)) return { offset, what };
  if (!SECRET_NAME.test(plain)) return undefined;
  const isPassword = what === 'password';
  if (isPassword && isPassphrase(restOfLine(text, offset))) return { offset, what: 'passphrase' };
  if (isProse(value)) return undefined;
  const hasDigit = /\d/.test(value) && /[A-Za-z]/.test(value);
  const isVariable =
    /[A-Z]=$/.test(text.slice(offset - 2, offset)) && /[a-z].*[A-Z]|[A-Z].*[a-z]/.test(value);
  const isShellWord = text[offset - 1] === '=' && (hasDigit || isVariable);
  if (!scalar.alone && !isShellWord) return undefined;
  if (value.length < 6 && !hasUserBeside(text, offset)) return undefined;
  return plain.endsWith('token') && /(?:token|jwt)$/i.test(value) ? undefined : { offset, what };
}

/** Returns the text up to the end of the line or the string, at most 200 characters. */
function restOfLine(text: string, offset: number): string {
  return (/^[^\r\n"'\\#,}<]*/.exec(text.slice(offset, offset + 200))?.[0] ?? '').trim();
}

/** In a login, any password counts, however short. */
function hasUserBeside(text: string, offset: number): boolean {
  return /\buser(?:name)?["'\\]*[ \t]*[:=]/i.test(text.slice(Math.max(0, offset - 150), offset + 100));
}

function describe(plain: string, kubeconfig: boolean): string {
  if (plain === 'clientkeydata') return 'kubeconfig with a client key';
  if (plain === 'token') return kubeconfig ? 'kubeconfig with a token' : 'token';
  if (plain === 'password') return kubeconfig ? 'kubeconfig with a password' : 'password';
  if (plain.endsWith('secretaccesskey')) return 'AWS secret access key';
  if (plain.endsWith('token')) return 'token';
  return MAYBE_SECRET_NAME.test(plain) ? 'secret key' : 'password';
}

/** Finds the `auth` values of a Docker config, and `_auth` of npm's. */
function findRegistryLogins(text: string): Finding[] {
  const findings: Finding[] = [];
  for (let at = text.indexOf('auth'); at !== -1; at = text.indexOf('auth', at + 4)) {
    SIGN.lastIndex = at + 4;
    if (!SIGN.test(text)) continue;
    if (at > 0 && /[a-zA-Z\d]/.test(text.charAt(at - 1))) continue;
    const scalar = scalarAfter(text, SIGN.lastIndex);
    if (scalar !== undefined && isUserAndPassword(scalar.value))
      findings.push({ offset: scalar.offset, what: 'registry login' });
  }
  return findings;
}

/** Returns true for base64 of `user:password`, the form of registry logins and basic authentication. */
export function isUserAndPassword(base64: string): boolean {
  if (!/^[A-Za-z0-9+/_-]{6,}={0,2}$/.test(base64)) return false;
  return /^[\x20-\x7e]+:[\x20-\x7e]+$/.test(Buffer.from(base64, 'base64').toString('latin1'));
}
