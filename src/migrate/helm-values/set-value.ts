import type { HelmValue } from './helm-value';
import type { SetText } from './set-text';

/** The range of Helm's int64. */
const MIN_INT64 = -(2n ** 63n);
const MAX_INT64 = 2n ** 63n - 1n;

/** Reads a value after `=`: a list in braces, or everything up to the next comma. */
export function readSetValue(text: SetText): HelmValue {
  const start = text.offset;
  return text.take('{') ? readList(text, start) : readScalar(text, text.until(',').word, start);
}

function readList(text: SetText, open: number): HelmValue[] {
  const items: HelmValue[] = [];
  for (;;) {
    const start = text.offset;
    const { word, stop } = text.until(',}');
    if (stop === '') throw text.error('"{" without "}"', 'Close the list, or write the brace as \\{.', open);
    items.push(readScalar(text, word, start));
    if (stop === '}') {
      text.take(',');
      return items;
    }
  }
}

/**
 * `true`, `false` and `null` in any letter case, and whole numbers that do not start with 0, have a type. Everything
 * else is text, also 1.5 and 0123. With `--set-string`, everything is text.
 */
function readScalar(text: SetText, word: string, start: number): HelmValue {
  if (text.flag === '--set-string') return word;
  // Unicode case folding, as in Helm.
  if (/^true$/iu.test(word)) return true;
  if (/^false$/iu.test(word)) return false;
  if (/^null$/iu.test(word)) return null;
  return readInteger(text, word, start) ?? word;
}

function readInteger(text: SetText, word: string, start: number): number | undefined {
  if (word === '0') return 0;
  if (!/^(?:[1-9]\d*|[+-]\d+)$/.test(word)) return undefined;
  const exact = BigInt(word.replace(/^\+/, ''));
  if (exact < MIN_INT64 || exact > MAX_INT64) return undefined;
  const value = Number(exact);
  if (Number.isSafeInteger(value)) return value;
  const message = `the number ${word} is too large to keep its last digits`;
  throw text.error(message, 'Use --set-string for it.', start);
}

/** The blanks of Go's `unicode.IsSpace`. Unlike `\s`, it includes U+0085 and excludes U+FEFF. */
const BLANK =
  '\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000';

const STRING = /"(?:[^"\\]|\\.)*"/sy;
// The lookaheads make 1. and 1e errors instead of the number 1 and a rest.
const SIMPLE = /true|false|null|-?(?:0|[1-9]\d*(?!\d))(?:\.\d+(?!\d)|(?!\.))(?:[eE][+-]?\d+|(?![eE]))/y;

/**
 * Reads one JSON value, the blanks around it and a comma. An empty text is null. Helm does not require the comma:
 * `a=1 b=2` are two assignments.
 */
export function readJsonValue(text: SetText): HelmValue {
  if (skipBlanks(text)) return null;
  const start = text.offset;
  const end = endOfJson(text.text, start);
  const value = end === undefined ? undefined : parsed(text.text.slice(start, end));
  if (end === undefined || value === undefined) {
    throw text.error('expected a JSON value', 'Put text in double quotes, as in \'a="text"\'.', start);
  }
  text.offset = end;
  skipBlanks(text);
  return value;
}

function parsed(json: string): HelmValue | undefined {
  try {
    return asGoReads(JSON.parse(json));
  } catch {
    return undefined;
  }
}

/** Skips blanks and one comma. Returns true at a comma or at the end of the text. */
function skipBlanks(text: SetText): boolean {
  while (text.take(BLANK)) {}
  return text.ended || text.take(',');
}

function endOfJson(text: string, start: number): number | undefined {
  const first = text.charAt(start);
  if (first === '{' || first === '[') return endOfNested(text, start);
  return endOfToken(text, start, first === '"' ? STRING : SIMPLE);
}

function endOfToken(text: string, start: number, token: RegExp): number | undefined {
  token.lastIndex = start;
  return token.test(text) ? token.lastIndex : undefined;
}

/** Brackets only have to balance: `JSON.parse` checks the rest. */
function endOfNested(text: string, start: number): number | undefined {
  let depth = 0;
  for (let offset = start; offset < text.length; offset += 1) {
    const character = text.charAt(offset);
    if (character === '"') {
      const end = endOfToken(text, offset, STRING);
      if (end === undefined) return undefined;
      offset = end - 1;
    } else if (character === '{' || character === '[') {
      depth += 1;
    } else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth === 0) return offset + 1;
    }
  }
  return undefined;
}

/**
 * JSON.parse turns 1e999 into Infinity and keeps half a surrogate pair. Helm refuses the first and replaces the
 * second.
 */
function asGoReads(value: HelmValue): HelmValue {
  if (typeof value === 'string') return wellFormed(value);
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error('a number is too large');
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(asGoReads);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [wellFormed(key), asGoReads(item)]));
}

function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
