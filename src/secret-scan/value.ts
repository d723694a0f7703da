const EMPTY =
  /^(?:null|nil|~|none|true|false|yes|no|string|boolean|number|object|integer|required|optional|default|enabled|disabled|unset|\d{1,6}[smhd]?)$/i;
const TEMPLATE = /\{\{|\[\[|\$\{|\$\(|^\$[A-Za-z_]|^ENC\[|^vault:/;
const MASK = /^<|^[x*.\-_…]{2,}$|^%|^__\w+__$|^@\w+@$|redacted|placeholder/i;
const STRUCTURE = /^(?:[{}[\]&|>,;:]|\.\/)/;
/** A slash is as likely at the start of base64 as any other character. */
const KEY_WITH_SLASH = /^\/[A-Za-z0-9+/]{31,}={0,2}(?![\w.+/-])/;

/**
 * Returns true for a value that stands for a secret: nothing, a template action, SOPS text, a mask, a path, a nested
 * object.
 */
export function isPlaceholder(value: string): boolean {
  const head = value
    .slice(0, 100)
    .replace(/[;`.]+$/, '')
    .trim();
  const isKnown = [EMPTY, TEMPLATE, MASK, STRUCTURE].some((form) => form.test(head));
  return head === '' || isKnown || isPath(head);
}

/** Unlike a key, a path has no long part that mixes small letters, capitals and digits. */
function isPath(head: string): boolean {
  const parts = KEY_WITH_SLASH.exec(head)?.[0].split('/') ?? [];
  return head.startsWith('/') && !parts.some((part) => /^(?=.*\d)(?=.*[a-z])(?=.*[A-Z]).{16}/.test(part));
}

/**
 * Returns true for text that nobody would choose as a name: long enough, with letters and digits, or with capitals in
 * no order.
 */
export function looksRandom(value: string): boolean {
  if (!/\d/.test(value)) return isJumble(value.slice(0, 100));
  return value.length >= 16 && /[A-Za-z]/.test(value) && !/^[a-z0-9]+(?:[-./][a-z0-9]+)+$/.test(value);
}

/**
 * Returns true for base64 without a digit, like one of a thousand secrets of 32 bytes. The words of camel case have
 * four letters or more on average, as in `MyClientSecret`; those of random letters have fewer than three.
 */
function isJumble(value: string): boolean {
  if (value.length < 24 || !/^[A-Za-z+/_-]+=*$/.test(value)) return false;
  const words = value.match(/[A-Z]?[a-z]+|[A-Z]+/g) ?? [];
  return /[a-z][A-Z]/.test(value) && words.join('').length < 4 * words.length;
}

/** Words of sentences and descriptions. Nobody chooses them for a passphrase. */
const PROSE =
  /\b(?:an?|and|are|as|asked|at|be|been|by|can|characters?|default|do|enter|file|for|from|has|have|if|in|is|it|its|key|letters|manual|may|minimum|must|name|no|not|of|on|only|optional|or|passphrase|password|required?|secret|see|set|string|that|the|this|to|token|type|use|used|user|value|when|will|with|you|your)\b/i;

/** Returns true for four words or more that make no sentence. */
export function isPassphrase(value: string): boolean {
  return /^[A-Za-z]{3,14}(?: [A-Za-z]{3,14}){3,11}$/.test(value) && !PROSE.test(value);
}

/** Returns true for words that describe a value. */
export function isProse(value: string): boolean {
  return /\S[ \t]+\S+[ \t]+\S/.test(value) && PROSE.test(value);
}

/** Returns true for eight letters or more whose capitals do not begin words. */
export function isJumbled(value: string): boolean {
  return (
    value.length >= 8 &&
    /^(?=.*[a-z][A-Z].*[a-z][A-Z]|.*[A-Z]{2}[a-z]+[A-Z])[A-Za-z]{8,64}$/.test(value) &&
    words(value) * 3.5 > value.length
  );
}

/** Counts the words of camel case. */
function words(value: string): number {
  return value.match(/[A-Z]?[a-z]+|[A-Z]+/g)?.length ?? 0;
}

/** Returns true for letters of both cases, digits and other characters together, as rules for passwords require. */
export function isMixed(value: string): boolean {
  const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^\w\s./:,@+-]/];
  return value.length >= 8 && classes.every((form) => form.test(value));
}

/** A scalar of YAML, JSON or a shell line, read without parsing the document around it. */
interface Scalar {
  readonly value: string;
  readonly offset: number;
  /** Whether only an end of line, a comment or a closing bracket follows. */
  readonly alone: boolean;
}

/** A list may have only one value. */
const OPENING = /[ \t]*(?:\[[ \t]*(?=\\*["']))?(\\*["'])?/y;
const BARE = /[^\s"'\\,}\]]{0,128}/y;
const NEXT_LINE =
  /[ \t]*(?:[|>][-+0-9]*[ \t]*)?\r?\n[#]?[ \t][ \t#]*([^\s:{}[\]"'#-][^\s:{}[\]"']{2,256})[ \t]*(?=\r?\n|$)/y;
const CLOSING = /["'\\]*[ \t]*(?:$|[\r\n,})\]#]|\\[rn])/y;
/** The end of a quoted attribute or parameter: another one follows, or the end of the element or statement. */
const CLOSING_ATTRIBUTE = /\\{0,4}["'](?:[ \t]*(?:;|[/?]?>)|[ \t]+[\w:.-]{1,40}=)/y;
/** Limit of characters that are checked. Longer values look random by then. */
const LONGEST = 256;

/** Returns the scalar after a `:` or `=` at `sign`: quoted, bare, or alone on the next, indented line. */
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
  CLOSING_ATTRIBUTE.lastIndex = offset + value.length;
  const alone = CLOSING.test(text) || (text[sign] === '=' && CLOSING_ATTRIBUTE.test(text));
  return { value, offset, alone };
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
