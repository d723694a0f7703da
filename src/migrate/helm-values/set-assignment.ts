import type { HelmValue } from './helm-value';
import type { SetText } from './set-text';
import { readJsonValue, readSetValue } from './set-value';

/** One `path=value` of a `--set` text. */
export interface Assignment {
  /** Keys as strings, list indexes as numbers: `a.b[0]` is `['a', 'b', 0]`. */
  readonly path: readonly (string | number)[];
  /** The value. Undefined if the text ended right after `a[0]` or `a.`, which Helm accepts. */
  readonly value: HelmValue | undefined;
  /**
   * Whether the text ended before a value (`a.b=`, `a[0]`, `a.`). Helm 3.12 then keeps less of the path: `--set
   * a[0].b=` makes `a` an empty list.
   */
  readonly cutShort: boolean;
  /** Where the path starts in the text, from 0. */
  readonly start: number;
}

/** Limit of dots in a path, so that a short text cannot make a tree of any depth. */
const MAX_DOTS = 30;

/** Reads the assignments of a `--set`, `--set-string` or `--set-json` text, in order. */
export function* readAssignments(text: SetText): Generator<Assignment> {
  while (!text.ended) {
    const start = text.offset;
    const { path, hasValue } = readPath(text);
    if (!hasValue) {
      yield { path, value: undefined, cutShort: true, start };
    } else if (text.flag === '--set-json') {
      yield { path, value: readJsonValue(text), cutShort: false, start };
    } else {
      const cutShort = text.ended && typeof path.at(-1) === 'string';
      yield { path, value: readSetValue(text), cutShort, start };
    }
  }
}

function readPath(text: SetText): { path: (string | number)[]; hasValue: boolean } {
  const path: (string | number)[] = [];
  let dots = 0;
  for (;;) {
    const { word, stop } = text.until('=[,.');
    if (stop === ',' || (stop === '' && word !== '')) throw missingValue(text, word);
    path.push(word);
    if (stop === '' || stop === '=') return { path, hasValue: stop === '=' };
    if (stop === '[') {
      const after = readIndexes(text, path);
      if (after !== '.') return { path, hasValue: after === '=' };
    } else {
      dots += 1;
      if (dots > MAX_DOTS) throw text.error(`more than ${MAX_DOTS} dots in one key`, 'Use a values file.');
    }
  }
}

/** Reads `0][1].` after an opening bracket, and returns the character at its end: `=`, `.` or nothing. */
function readIndexes(text: SetText, path: (string | number)[]): string {
  for (;;) {
    path.push(readIndex(text));
    const start = text.offset;
    const { word, stop } = text.until('[.=');
    if (word !== '') {
      const message = `expected "=", "." or "[" after "]", got ${JSON.stringify(word)}`;
      throw text.error(message, 'Remove it.', start);
    }
    if (stop !== '[') return stop;
  }
}

function readIndex(text: SetText): number {
  const start = text.offset;
  const { word, stop } = text.until(']');
  if (stop === '') throw text.error('"[" without "]"', 'Close the list index, as in a[0]=x.', start - 1);
  const index = /^[+-]?\d+$/.test(word) ? Number(word) : Number.NaN;
  // Helm accepts -0, which is 0. Adding 0 removes the sign.
  if (index >= 0 && Number.isSafeInteger(index)) return index + 0;
  const message = `expected a list index such as 0, got ${JSON.stringify(word)}`;
  throw text.error(message, 'Write a dot in a key as \\. and [ as \\[.', start);
}

function missingValue(text: SetText, key: string): Error {
  return text.error(
    `expected "=" and a value after the key ${JSON.stringify(key)}`,
    'Write key=value; write a comma inside a value as \\, and a dot inside a key as \\. instead.',
    Math.max(text.offset - 1, 0),
  );
}
