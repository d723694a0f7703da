const EMPTY =
  /^(?:null|nil|~|none|true|false|yes|no|string|boolean|number|object|integer|required|optional|default|enabled|disabled|unset|\d{1,6}[smhd]?)$/i;
const TEMPLATE = /\{\{|\[\[|\$\{|\$\(|^\$[A-Za-z_]|^ENC\[|^vault:/;
const MASK = /^<|^[x*.\-_…]{2,}$|^%|^__\w+__$|^@\w+@$|redacted|placeholder/i;
const STRUCTURE = /^(?:[{}[\]&|>,;:]|\.\/)/;
/** Base64 has a slash in front as often as any other character. */
const KEY_WITH_SLASH = /^\/[A-Za-z0-9+/]{31,}={0,2}(?![\w.+/-])/;

/** True for a value in place of a secret: nothing, a template action, SOPS text, a mask, a path, a nested object. */
export function isPlaceholder(value: string): boolean {
  const head = value
    .slice(0, 100)
    .replace(/[;`.]+$/, '')
    .trim();
  const isKnown = [EMPTY, TEMPLATE, MASK, STRUCTURE].some((form) => form.test(head));
  return head === '' || isKnown || isPath(head);
}

/** A path has no long part of small letters, capitals and digits, as a key has. */
function isPath(head: string): boolean {
  const parts = KEY_WITH_SLASH.exec(head)?.[0].split('/') ?? [];
  return head.startsWith('/') && !parts.some((part) => /^(?=.*\d)(?=.*[a-z])(?=.*[A-Z]).{16}/.test(part));
}

/** True for text no one would pick as a name: long enough, with letters and digits, or with capitals in no order. */
export function looksRandom(value: string): boolean {
  if (!/\d/.test(value)) return isJumble(value.slice(0, 100));
  return value.length >= 16 && /[A-Za-z]/.test(value) && !/^[a-z0-9]+(?:[-./][a-z0-9]+)+$/.test(value);
}

/**
 * True for base64 without a digit, as one of a thousand secrets of 32 bytes is. The words of camel case have four letters
 * or more on average, as in `MyClientSecret`; those of random letters have fewer than three.
 */
function isJumble(value: string): boolean {
  if (value.length < 24 || !/^[A-Za-z+/_-]+=*$/.test(value)) return false;
  const words = value.match(/[A-Z]?[a-z]+|[A-Z]+/g) ?? [];
  return /[a-z][A-Z]/.test(value) && words.join('').length < 4 * words.length;
}

/** A scalar read from YAML, JSON or a shell line without parsing the document around it. */
interface Scalar {
  readonly value: string;
  readonly offset: number;
  /** Whether only an end of line, a comment or a closing bracket follows. */
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
