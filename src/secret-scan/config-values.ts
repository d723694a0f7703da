import type { Finding } from './finding';
import { isJumbled, isPassphrase, isPlaceholder, looksRandom } from './value';

/** A name of a secret value, and its place in the text. */
export interface SecretName {
  readonly start: number;
  readonly end: number;
  /** Whether any text counts as its value, not only one that looks random. */
  readonly certain: boolean;
  /** The kind of its value. */
  readonly what: string;
}

const LINE_BEFORE = /(?:^|[\r\n"'])[ \t#]*(?:-[ \t]+)?$/;
/** One word up to the end of its line. */
const WORD = /[ \t]+\\{0,4}["']?([^\s"'\\#]{4,256})["'\\]{0,8}[ \t]*(?=[\r\n]|$)/y;
const CONFIGURATION =
  /<(?:match|source|filter|store|security|server|user)\b|@type\b|\[(?:OUTPUT|INPUT|FILTER|SERVICE)\]/;
const VERSION = /^v?\d+(?:\.\d+)+/;

/**
 * Finds a value after a blank, as with `requirepass`, `bindpw` and in the files of fluentd. Prose has such lines too.
 */
export function spacedValue(text: string, { start, end, certain, what }: SecretName): Finding | undefined {
  if (text[end] !== ' ' && text[end] !== '\t') return undefined;
  if (!LINE_BEFORE.test(text.slice(Math.max(0, start - 60), start))) return undefined;
  WORD.lastIndex = end;
  const word = WORD.exec(text);
  const value = word?.[1];
  if (word === null || value === undefined || isPlaceholder(value) || VERSION.test(value)) return undefined;
  const isNoWord = looksRandom(value) || (value.length >= 8 && /\d/.test(value) && /[A-Za-z]/.test(value));
  const isIn = (): boolean => certain && CONFIGURATION.test(text.slice(Math.max(0, start - 1500), start));
  if (!isNoWord && !isJumbled(value) && !isIn()) return undefined;
  return { offset: end + word[0].indexOf(value), what };
}

const NAME_ATTRIBUTE = /\b(?:name|key|id)\s?=\s?\\{0,4}["']$/;
const ELEMENT_TEXT = /(?:\\{0,4}["'])?(?:\s[^<>]{0,200})?>([^<>\r\n]{3,256})<\//y;

/** Finds the text of an XML element with the name, or with an attribute of that value: `<password>…</password>`. */
export function elementValue(text: string, { start, end, certain, what }: SecretName): Finding | undefined {
  if (text[start - 1] !== '<' && !NAME_ATTRIBUTE.test(text.slice(Math.max(0, start - 12), start)))
    return undefined;
  ELEMENT_TEXT.lastIndex = end;
  const found = ELEMENT_TEXT.exec(text)?.[1];
  if (found === undefined || isPlaceholder(found)) return undefined;
  const isSecret = /\s/.test(found) ? isPassphrase(found) : certain || looksRandom(found);
  return isSecret ? { offset: ELEMENT_TEXT.lastIndex - found.length - 2, what } : undefined;
}

const PORT = /:(?:\*|\d{4,5}):/g;
const LONGEST_HOST = 100;
/** After the host: port, database, user and password. */
const BEHIND_HOST =
  /:(?:\*|\d{4,5}):[\w*-][\w.*-]{0,62}:[\w*-][\w.*@-]{0,62}:([^\s:"'\\]{3,128})(?=["'\\\s]|$)/y;
/** Excludes parts of an IPv6 address. */
const HOST = /^(?:\*|[\w-]{1,63}(?:\.[\w-]{1,63})+|(?=[a-f\d]*[g-z_-])[a-z][\w-]*)$/i;

/** Finds lines of a `.pgpass` file: `host:port:database:user:password`. */
export function findDatabaseLogins(text: string): Finding[] {
  const findings: Finding[] = [];
  for (const { index } of text.matchAll(PORT)) {
    BEHIND_HOST.lastIndex = index;
    const password = BEHIND_HOST.exec(text)?.[1];
    if (password === undefined || isPlaceholder(password)) continue;
    if (HOST.test(hostBefore(text, index)))
      findings.push({ offset: BEHIND_HOST.lastIndex - password.length, what: 'database login' });
  }
  return findings;
}

/** Returns the host that ends at `end`. Empty if a colon or a similar character precedes it. */
function hostBefore(text: string, end: number): string {
  let start = end;
  while (start > 0 && end - start < LONGEST_HOST && /[\w.*-]/.test(text.charAt(start - 1))) start -= 1;
  return start === 0 || /[\s"'#]/.test(text.charAt(start - 1)) ? text.slice(start, end) : '';
}
