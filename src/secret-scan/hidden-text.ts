import { type DecodingBudget, type Segment, sourceOffset } from './finding';

/** Text that was encoded in a run, and its start in the run. */
interface HiddenText {
  readonly index: number;
  readonly encoding: 'base64' | 'gzip';
  readonly text: string;
}

/** ASCII bytes have a clear top bit, so the first character of each group of four is one of A–Z, a–f. */
const ASCII_GROUPS = 5;
const GZIP = 'H4sI';
const LARGEST_GUNZIP = 4 << 20;

/** Decodes a run at each of the four alignments with enough ASCII, and as gzip. */
export function hiddenTexts(run: string, budget: DecodingBudget): HiddenText[] {
  const hidden: HiddenText[] = [];
  for (let from = 0; from < run.length; ) {
    const dot = run.indexOf('.', from);
    const end = dot === -1 ? run.length : dot;
    if (end - from >= ASCII_GROUPS * 4)
      hidden.push(...asciiTexts(run, from, end, budget), ...gunzipped(run.slice(from, end), from, budget));
    from = end + 1;
  }
  return hidden;
}

function asciiTexts(run: string, from: number, end: number, budget: DecodingBudget): HiddenText[] {
  return [0, 1, 2, 3].flatMap((shift) => {
    const index = asciiStart(run, from + shift, end);
    if (index === -1 || budget.decodedChars < end - index) return [];
    budget.decodedChars -= end - index;
    // Node decodes both alphabets, and latin1 keeps the ASCII of UTF-8 text.
    const text = Buffer.from(run.slice(index, end), 'base64').toString('latin1');
    return [{ index, encoding: 'base64', text }];
  });
}

/** Returns the first group of five that would all be ASCII, or -1. */
function asciiStart(run: string, from: number, end: number): number {
  let groups = 0;
  for (let at = from; at + 4 <= end; at += 4) {
    const code = run.charCodeAt(at);
    const ascii = (code >= 65 && code <= 90) || (code >= 97 && code <= 102);
    groups = ascii ? groups + 1 : 0;
    if (groups === ASCII_GROUPS) return at - (ASCII_GROUPS - 1) * 4;
  }
  return -1;
}

function gunzipped(part: string, offset: number, budget: DecodingBudget): HiddenText[] {
  const index = part.indexOf(GZIP);
  if (index === -1 || budget.gunzips === 0 || budget.decodedChars <= 0) return [];
  budget.gunzips -= 1;
  try {
    const { gunzipSync } = process.getBuiltinModule('node:zlib');
    const zipped = Buffer.from(part.slice(index), 'base64');
    const text = gunzipSync(zipped, { maxOutputLength: LARGEST_GUNZIP }).toString('latin1');
    budget.decodedChars -= text.length;
    return [{ index: offset + index, encoding: 'gzip', text }];
  } catch {
    return []; // Not gzip after all, incomplete, or larger than any manifest.
  }
}

/** A quoted string whose lines are escaped as `\n`, without these escapes. */
interface UnescapedText {
  readonly text: string;
  /** Returns the source offset of the character at `index` of `text`. */
  readonly offsetOf: (index: number) => number;
}

const WORTH_UNDOING = /\\(?:[nrt/]|u00|x[0-9a-fA-F])/;
const KIND_FIRST = /^[^"\\]{0,200}"(?=(?:\\?["'])?kind\\?["']?\s*:)/;
/** A character by its code, a continued line, or any other character after the backslash. */
const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|\r?\n[ \t]*|([\s\S]))/g;
const CONTROLS: ReadonlyMap<string, string> = new Map(Object.entries({ n: '\n', r: '\r', t: '\t' }));

/** Returns every line (with its `\` continuations) that contains escapes, unescaped once. */
export function unescapedTexts(text: string): UnescapedText[] {
  const texts: UnescapedText[] = [];
  for (let at = text.indexOf('\\'); at !== -1; ) {
    const start = text.lastIndexOf('\n', at) + 1;
    const end = endOfString(text, at);
    const source = text.slice(start, end);
    if (WORTH_UNDOING.test(source)) texts.push(undo(source, start));
    at = text.indexOf('\\', end);
  }
  return texts;
}

function endOfString(text: string, from: number): number {
  let end = text.indexOf('\n', from);
  while (end > 0 && text.charAt(text[end - 1] === '\r' ? end - 2 : end - 1) === '\\')
    end = text.indexOf('\n', end + 1);
  return end === -1 ? text.length : end;
}

function undo(source: string, start: number): UnescapedText {
  const segments: Segment[] = [{ index: 0, offset: start }];
  // If a manifest begins after the quote, its first key counts as in the column of the others.
  const kind = KIND_FIRST.exec(source)?.[0].length ?? 0;
  let text = kind === 0 ? '' : `${source.slice(0, kind)}\n`;
  let from = kind;
  if (kind > 0) segments.push({ index: text.length, offset: start + kind });
  for (const { index, 0: written, 1: unicode, 2: byte, 3: char = '' } of source.matchAll(ESCAPE)) {
    const code = unicode ?? byte;
    const meant =
      code === undefined ? (CONTROLS.get(char) ?? char) : String.fromCharCode(Number.parseInt(code, 16));
    text += source.slice(from, index) + meant;
    from = index + written.length;
    segments.push({ index: text.length, offset: start + from });
  }
  text += source.slice(from);
  return { text, offsetOf: (index) => sourceOffset(segments, index) };
}
