/** The place of a scalar: the column of its continuation lines, and whether it is a map key. */
interface ScalarPlace {
  /** Blanks before every continuation line; empty only when the scalar is the whole document. */
  readonly indent: string;
  /** True for a map key, which has to stay on one line. */
  readonly key: boolean;
}

/**
 * Anything outside the characters that both YAML 1.1 (§4.1.1) and 1.2 (§5.1) print, less the extra line
 * breaks of 1.1 (NEL, LS, PS) and the byte order mark.
 */
const UNPRINTABLE = /[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;
/** Settles nearly every string at a fraction of the cost of `UNPRINTABLE`, most of all the first time. */
const ASCII_TEXT = /^[\t\n -~]*$/;
const EACH_UNPRINTABLE = new RegExp(UNPRINTABLE, 'gu');

/** Text that YAML syntax would cut or read as structure, in one row (1.2 §7.3.3); a tab stops PyYAML. */
const STRUCTURAL = /^[ ,[\]{}#&*!|>'"%@`]|^[-?](?: |$)|: | #|[ :]$|\t/;

/** Text that YAML 1.1 (https://yaml.org/type/) or the 1.2 core schema (§10.3.2) gives another type. */
const TYPED_WORDS = new Set(
  (
    ' ~ null Null NULL true True TRUE false False FALSE y Y yes Yes YES n N no No NO on On ON off Off OFF ' +
    '.inf .Inf .INF +.inf +.Inf +.INF -.inf -.Inf -.INF .nan .NaN .NAN = <<'
  ).split(' '),
);
const NUMBER =
  /^[-+]?(?!$)(?:0b[01_]+|0x[\da-fA-F_]+|\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?|(?:\d[\d_]*)?(?:\.[\d_]*)?(?:[eE][-+]?\d+)?)$/;
const TIMESTAMP =
  /^\d{4}-\d\d?-\d\d?(?:(?:[Tt]| +)\d\d?:\d\d?:\d\d?(?:\.\d+)? *(?:Z|[-+][012]?\d(?::\d\d)?)?)?$/;
/** What go-yaml v2, the reader inside kubectl, reads as a number once it has removed the underscores. */
const GO_NUMBER = /^[-+]?(?:0x[\da-f]+|0o[0-7]+|0b[-+]?[01]+|(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)$/i;

/** Lines at the left edge that a reader reads as the start or end of a document (1.2 §9.1). */
const DOCUMENT_MARKER = /^(?:%|---|\.\.\.)/m;

/**
 * Prints a finite number as JSON does, with a fraction before an exponent: YAML 1.1 calls `1e+21` a string
 * (https://yaml.org/type/float.html asks for the point), so it becomes `1.0e+21`.
 */
export function printNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`cannot print ${value} as YAML: expected a finite number`);
  if (Object.is(value, -0)) return '-0';
  return String(value).replace(/^(-?\d)e/, '$1.0e');
}

/**
 * Prints a string in the style that `yaml` 2.x (`stringifyString`, with lineWidth 0) picks: plain, else
 * quoted, and a literal block for several lines; double-quoted wherever that choice would not read back.
 */
export function printString(text: string, place: ScalarPlace): string {
  const known = words.get(text);
  if (known !== undefined) return known;
  if (!ASCII_TEXT.test(text) && UNPRINTABLE.test(text)) return doubleQuoted(text, place);
  if (text.includes('\n')) return place.key ? doubleQuoted(text, place) : block(text, place);
  if (/^(?:---|\.\.\.)/.test(text)) return markerLine(text, place);
  return remember(text, needsQuotes(text) ? quoted(text, place) : text);
}

/** Manifests repeat their keys and names; these are one line each and look the same in every place. */
const words = new Map<string, string>();
const WORDS_AT_MOST = 2048;

function remember(text: string, printed: string): string {
  if (text.length > 64) return printed;
  if (words.size === WORDS_AT_MOST) words.clear();
  words.set(text, printed);
  return printed;
}

/** Text that looks like a document marker: harmless in a list item or map value, which are indented. */
function markerLine(text: string, { indent, key }: ScalarPlace): string {
  const atLeftEdge = indent === '' || (key && indent.length === 2);
  return atLeftEdge || needsQuotes(text) ? quoted(text, { indent, key }) : text;
}

function needsQuotes(text: string): boolean {
  return STRUCTURAL.test(text) || hasOtherType(text);
}

/** Each expression is tried only on text that could match it: a first use costs 0.2 ms of compilation. */
function hasOtherType(text: string): boolean {
  if (TYPED_WORDS.has(text)) return true;
  if (!/^(?:[.\deE]|[-+][.\deE_])/.test(text)) return false;
  if (NUMBER.test(text)) return true;
  if (text.charAt(4) === '-' && TIMESTAMP.test(text)) return true;
  return /_|0[xob]/i.test(text) && GO_NUMBER.test(text.replaceAll('_', ''));
}

function quoted(text: string, place: ScalarPlace): string {
  return text.includes('"') && !text.includes("'") ? `'${text}'` : doubleQuoted(text, place);
}

/**
 * A literal block (1.2 §8.1.2): the header says how many final newlines to keep, and the indentation when the
 * text starts with blanks. Lines without text have no indentation, except the first.
 */
function block(text: string, place: ScalarPlace): string {
  if (place.indent === '' || BLANK_END.test(text) || UNCLEAR_START.test(text))
    return doubleQuoted(text, place);
  const indentation = /^\n* /.test(text) ? '2' : '';
  const body = text.endsWith('\n') ? text.slice(0, -1) : text;
  const lines = place.indent + body.replace(/\n+(?=[^\n])/g, `$&${place.indent}`);
  return `|${indentation}${chomping(text)}\n${lines}`;
}

/** A last line of blanks only, which no chomping keeps. */
const BLANK_END = /\n[ \t]+$/;

/**
 * Readers guess the indentation from the first line that has text: there is none when all is blank, and
 * go-yaml refuses a tab there.
 */
const UNCLEAR_START = /^\n*(?:\t| [ \t\n]*$)/;

/** Newlines to keep (1.2 §8.1.1.2): `-` none, nothing for one, `+` for all. */
function chomping(text: string): '' | '-' | '+' {
  let end = text.length;
  while (end > 0 && ' \t\n'.includes(text.charAt(end - 1))) end--;
  const newline = text.indexOf('\n', end);
  if (newline === -1) return '-';
  return newline === text.length - 1 && end > 0 ? '' : '+';
}

/**
 * A double-quoted scalar (1.2 §7.3.1). Like `yaml`, a value of 40 characters or more breaks at its newlines:
 * folding eats one, so each run gets one extra, and blanks beside a break are escaped to survive it. A whole
 * document needs no indentation unless a line looks like `---`.
 */
function doubleQuoted(text: string, place: ScalarPlace): string {
  const lines = text.split('\n').map(escaped);
  for (let i = 0; i < lines.length - 1; i++) lines[i] = lines[i]?.replace(/ $/, '\\ ') ?? '';
  if (place.key || JSON.stringify(text).length < 40) return `"${lines.join('\\n')}"`;
  const ending = lines.length > 1 && lines.at(-1) === '' ? '\\n' : '';
  if (ending !== '') lines.pop();
  const indent = place.indent || (DOCUMENT_MARKER.test(text) ? '  ' : '');
  const body = lines.join('\n').replace(/\n+( ?)/g, (run, blank: string) => {
    const breaks = blank === '' ? run : run.slice(0, -1);
    return `${breaks}\n${indent}${blank === '' ? '' : '\\ '}`;
  });
  return `"${body}${ending}"`;
}

/** One line with the escapes of JSON, or YAML's shorter ones (1.2 §5.7) where it has them. */
function escaped(line: string): string {
  const json = JSON.stringify(line).slice(1, -1);
  const short = json.replace(/\\(?:u00(..)|.)/g, (sequence: string, hex?: string) =>
    hex === undefined ? sequence : (SHORT_ESCAPES[hex] ?? `\\x${hex}`),
  );
  return short.replace(EACH_UNPRINTABLE, (char) => {
    const hex = char.charCodeAt(0).toString(16);
    return SHORT_ESCAPES[hex] ?? (hex.length > 2 ? `\\u${hex}` : `\\x${hex}`);
  });
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '00': '\\0',
  '07': '\\a',
  '0b': '\\v',
  '1b': '\\e',
  '85': '\\N',
  '2028': '\\L',
  '2029': '\\P',
};
