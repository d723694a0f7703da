/** A scalar read from YAML, JSON or a shell line without parsing the document around it. */
export interface Scalar {
  readonly value: string;
  readonly offset: number;
  /** True when nothing but an end of line, a comment or a closing bracket follows. */
  readonly alone: boolean;
}

const OPENING = /[ \t]*(\\*["'])?/y;
const BARE = /[^\s"'\\,}\]]{0,128}/y;
const NEXT_LINE =
  /[ \t]*(?:[|>][-+0-9]*[ \t]*)?\r?\n[#]?[ \t][ \t#]*([^\s:{}[\]"'#-][^\s:{}[\]"']{2,256})[ \t]*(?=\r?\n|$)/y;
const CLOSING = /["'\\]*[ \t]*(?:$|[\r\n,})\]#]|\\[rn])/y;
/** Enough to judge a value by; longer ones look random by then. */
const LONGEST = 256;

/** The scalar after a `:` or `=` at `sign`: quoted, bare, or alone on the next, indented line. */
export function scalarAfter(text: string, sign: number): Scalar | undefined {
  NEXT_LINE.lastIndex = sign + 1;
  const next = NEXT_LINE.exec(text);
  if (next?.[1] !== undefined && text[sign] === ':') {
    return { value: next[1], offset: sign + 1 + next[0].indexOf(next[1]), alone: true };
  }
  OPENING.lastIndex = sign + 1;
  const quote = OPENING.exec(text)?.[1];
  const offset = OPENING.lastIndex;
  const value = quote === undefined ? bare(text, offset) : quoted(text, offset, quote);
  if (value === undefined) return undefined;
  CLOSING.lastIndex = offset + value.length;
  return { value, offset, alone: CLOSING.test(text) };
}

function bare(text: string, offset: number): string | undefined {
  BARE.lastIndex = offset;
  return BARE.exec(text)?.[0];
}

function quoted(text: string, offset: number, quote: string): string {
  const window = text.slice(offset, offset + LONGEST);
  const end = window.indexOf(quote);
  return end === -1 ? window : window.slice(0, end);
}
