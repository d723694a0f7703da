/** The place of a scalar: the column of its continuation lines, and whether it is a map key. */
interface ScalarPlace {
  /** Blanks before every continuation line. Empty only if the scalar is the whole document. */
  readonly indent: string;
  /** Whether it is a map key, which has to stay on one line. */
  readonly key: boolean;
}

/**
 * Characters outside the printable ones of both YAML 1.1 (§4.1.1) and 1.2 (§5.1). The extra line breaks of 1.1 (NEL,
 * LS, PS) and the byte order mark count as unprintable.
 */
const UNPRINTABLE = /[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;
/** Matches nearly every string much faster than `UNPRINTABLE`, especially the first time. */
const ASCII_TEXT = /^[\t\n -~]*$/;
const EACH_UNPRINTABLE = new RegExp(UNPRINTABLE, 'gu');

/** Text that YAML syntax would cut or read as structure, in one row (1.2 §7.3.3). A tab stops PyYAML. */
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
/** Text that go-yaml v2, kubectl's YAML reader, reads as a number after removing underscores. */
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
 * Prints a string in the style that `yaml` 2.x chooses (`stringifyString`, with lineWidth 0): plain, else quoted, and
 * a literal block for several lines. Uses double quotes where that style would not read back.
 */
export function printString(text: string, place: ScalarPlace): string {
  const known = words.get(text);
  if (known !== undefined) return known;
  if (!ASCII_TEXT.test(text) && UNPRINTABLE.test(text)) return doubleQuoted(text, place);
  if (text.includes('\n')) return place.key ? doubleQuoted(text, place) : block(text, place);
  if (/^(?:---|\.\.\.)/.test(text)) return markerLine(text, place);
  return remember(text, needsQuotes(text) ? quoted(text, place) : text);
}

/** Manifests repeat their keys and names. These are one line each and look the same in every place. */
const words = new Map<string, string>();
const WORDS_AT_MOST = 2048;

function remember(text: string, printed: string): string {
  if (text.length > 64) return printed;
  if (words.size === WORDS_AT_MOST) words.clear();
  words.set(text, printed);
  return printed;
}

/** Prints text that looks like a document marker. It is harmless in a list item or map value, which are indented. */
function markerLine(text: string, { indent, key }: ScalarPlace): string {
  const atLeftEdge = indent === '' || (key && indent.length === 2);
  return atLeftEdge || needsQuotes(text) ? quoted(text, { indent, key }) : text;
}

function needsQuotes(text: string): boolean {
  return STRUCTURAL.test(text) || hasOtherType(text);
}

/** Tries each expression only on text that could match it: its first use costs 0.2 ms of compilation. */
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
 * Prints a literal block (1.2 §8.1.2). The header gives the number of final newlines, and the indentation if the text
 * starts with blanks. Only the first of the lines without text is indented.
 */
function block(text: string, place: ScalarPlace): string {
  if (place.indent === '' || BLANK_END.test(text) || UNCLEAR_START.test(text))
    return doubleQuoted(text, place);
  const indentation = /^\n* /.test(text) ? '2' : '';
  const body = text.endsWith('\n') ? text.slice(0, -1) : text;
  const lines = place.indent + body.replace(/\n+(?=[^\n])/g, `$&${place.indent}`);
  return `|${indentation}${chomping(text)}\n${lines}`;
}

/** A last line of only blanks, which no chomping keeps. */
const BLANK_END = /\n[ \t]+$/;

/**
 * Readers guess the indentation from the first line with text. All-blank text has none, and go-yaml refuses a tab
 * there.
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
 * Prints a double-quoted scalar (1.2 §7.3.1). Like `yaml`, it breaks a value of 40 characters or more at its
 * newlines: folding removes one newline, so each run gets an extra one, and blanks beside a break are escaped. A
 * whole document needs no indentation unless a line looks like `---`.
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

/** Prints one line with the escapes of JSON, or the shorter ones of YAML (1.2 §5.7). */
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
