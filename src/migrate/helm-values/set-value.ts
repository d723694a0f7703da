import type { HelmValue } from './helm-value';
import type { SetText } from './set-text';

/** The whole numbers Helm's int64 can hold. */
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
 * `true`, `false` and `null` in any letter case, and whole numbers that do not start with 0, have a type; all
 * else is text, 1.5 and 0123 included. With `--set-string` everything is text.
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
  throw text.error(
    `the number ${word} is too large to keep its last digits`,
    'Use --set-string for it.',
    start,
  );
}
