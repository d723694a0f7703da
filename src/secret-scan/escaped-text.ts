import { type Mark, sourceOffset } from './offset-map';

/** A quoted string that spells lines with `\n`, with those escapes undone. */
export interface UnescapedText {
  readonly text: string;
  /** Source offset of the character at `index` of `text`. */
  readonly offsetOf: (index: number) => number;
}

const WORTH_UNDOING = /\\(?:[nrt/]|u00|x[0-9a-fA-F])/;
const KIND_FIRST = /^[^"\\]{0,200}"(?=(?:\\?["'])?kind\\?["']?\s*:)/;
const CODE = /u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|\r?\n[ \t]*/y;
const PLAIN: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** Every line (with its `\` continuations) that holds escapes, unescaped once. */
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
  const marks: Mark[] = [{ index: 0, offset: start }];
  // A manifest that begins behind the quote has its first key in the column of the others.
  const kind = KIND_FIRST.exec(source)?.[0].length ?? 0;
  let text = kind === 0 ? '' : `${source.slice(0, kind)}\n`;
  let from = kind;
  if (kind > 0) marks.push({ index: text.length, offset: start + kind });
  for (
    let at = source.indexOf('\\', from);
    at !== -1 && at + 1 < source.length;
    at = source.indexOf('\\', from)
  ) {
    const { char, end } = escapeAt(source, at + 1);
    text += source.slice(from, at) + char;
    from = end;
    marks.push({ index: text.length, offset: start + from });
  }
  text += source.slice(from);
  return { text, offsetOf: (index) => sourceOffset(marks, index) };
}

/** The character meant by what follows a backslash; nothing for a line that the backslash continues. */
function escapeAt(source: string, at: number): { char: string; end: number } {
  const first = source.charAt(at);
  if (!'ux\r\n'.includes(first)) return { char: PLAIN.get(first) ?? first, end: at + 1 };
  CODE.lastIndex = at;
  const code = CODE.exec(source);
  if (code === null) return { char: first, end: at + 1 };
  const hex = code[1] ?? code[2];
  return {
    char: hex === undefined ? '' : String.fromCharCode(Number.parseInt(hex, 16)),
    end: CODE.lastIndex,
  };
}
