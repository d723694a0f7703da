import { isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml';

/** The Go type that a piece of YAML is read into, as far as it changes the result. */
export type Shape =
  | 'string'
  | 'boolean'
  | 'integer'
  | 'quantity'
  | { readonly list: Shape }
  | { readonly map: Shape }
  | { readonly fields: Readonly<Record<string, Shape>> };

/** A value, and the paths of fields that the type does not have. */
export interface Typed {
  readonly value: unknown;
  readonly ignored: readonly string[];
}

/** Characters that go-yaml refuses without an escape. Source: v2.2.1, readerc.go. */
const FORBIDDEN = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;

/**
 * Reads YAML into a Go type as the injector does: go-yaml v2.2.1 resolves plain scalars, ghodss/yaml turns numbers
 * and booleans back into text for text fields, and unknown fields disappear. Source: vendor/ of istio 1.0.9.
 */
export function readTyped(text: string, shape: Shape): Typed {
  const forbidden = FORBIDDEN.exec(text);
  if (forbidden !== null) throw new Error(`control character ${JSON.stringify(forbidden[0])} in YAML`);
  const document = parseDocument(text, { version: '1.1', schema: 'failsafe', logLevel: 'silent' });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) throw problem;
  const ignored: string[] = [];
  return { value: read(document.contents, shape, '', ignored), ignored };
}

function read(node: unknown, shape: Shape, path: string, ignored: string[]): unknown {
  if (shape === 'string') return readText(node, path);
  if (isNull(node)) return undefined;
  if (typeof shape === 'string') return readScalar(node, shape, path);
  if ('list' in shape) {
    if (!isSeq(node)) throw new Error(`${path}: expected a list`);
    return node.items.map((item, index) => read(item, shape.list, `${path}[${index}]`, ignored));
  }
  if (!isMap<Node, Node | null>(node)) throw new Error(`${path}: expected a map`);
  const fields: Record<string, unknown> = {};
  for (const { key, value } of node.items) {
    const name = readText(key, path);
    const at = path === '' ? name : `${path}.${name}`;
    const type = 'map' in shape ? shape.map : shape.fields[name];
    if (type === undefined) ignored.push(at);
    else fields[name] = read(value, type, at, ignored);
  }
  return fields;
}

function readText(node: unknown, path: string): string {
  const value = resolve(node, path);
  if (value === null) return '';
  return typeof value === 'number' ? shortFloat(value) : String(value);
}

function readScalar(node: unknown, shape: 'boolean' | 'integer' | 'quantity', path: string): unknown {
  const value = resolve(node, path);
  if (shape === 'quantity' && typeof value !== 'boolean') return String(value);
  if (shape === 'integer' && typeof value === 'bigint') return Number(value);
  if (shape === 'boolean' && typeof value === 'boolean') return value;
  throw new Error(`${path}: expected ${shape}, got ${value}`);
}

function isNull(node: unknown): boolean {
  return (
    node === null || (isScalar(node) && node.type === 'PLAIN' && resolvePlain(String(node.value)) === null)
  );
}

function resolve(node: unknown, path: string): string | bigint | number | boolean | null {
  if (node === null) return null;
  if (!isScalar<unknown>(node)) throw new Error(`${path}: expected a scalar`);
  return node.type === 'PLAIN' ? resolvePlain(String(node.value)) : String(node.value);
}

const WORDS: readonly (readonly [boolean | null, string])[] = [
  [true, 'y Y yes Yes YES true True TRUE on On ON'],
  [false, 'n N no No NO false False FALSE off Off OFF'],
  [null, '~ null Null NULL'],
];

/** Returns go-yaml's value of a plain scalar: a whole number (bigint), a float (number), a boolean, null or text. */
export function resolvePlain(text: string): string | bigint | number | boolean | null {
  if (text === '') return null;
  for (const [value, words] of WORDS) if (words.split(' ').includes(text)) return value;
  if (/^\.\d+(?:[eE][-+]?\d+)?$/.test(text)) return Number(text);
  if (!/^[-+\d]/.test(text)) return text;
  const digits = text.replaceAll('_', '');
  return wholeNumber(digits) ?? float(digits) ?? text;
}

/** `10`, `010` (octal), `0x10` or `0b10`, of 64 bits. */
function wholeNumber(text: string): bigint | undefined {
  const [, sign = '', number = ''] = /^([-+]?)(0x[\da-f]+|0b[01]+|0[0-7]*|[1-9]\d*)$/i.exec(text) ?? [];
  if (number === '' || number.startsWith('0B') || (sign === '+' && number.startsWith('0b'))) return undefined;
  const size = BigInt(number.replace(/^0(?=\d)/, '0o'));
  const value = sign === '-' ? -size : size;
  const most = sign === '' ? 1n << 64n : 1n << 63n;
  return value < most && value >= -(1n << 63n) ? value : undefined;
}

/** An exponent counts only with a sign: `1e+3`, not `1e3`. */
function float(text: string): number | undefined {
  const value = /^[-+]?\d*\.?\d+(?:[eE][-+]\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

/** Go's strconv.FormatFloat(value, 'g', -1, 32): as few digits as distinguish this 32-bit float from all others. */
function shortFloat(value: number): string {
  const single = Math.fround(value);
  if (!Number.isFinite(single)) return single > 0 ? '+Inf' : '-Inf';
  if (Object.is(single, -0)) return '-0';
  let text = single.toExponential();
  for (let digits = 0; digits <= 9; digits++) {
    text = single.toExponential(digits);
    if (Math.fround(Number(text)) === single) break;
  }
  const [mantissa = '', exponent = ''] = text.split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(Number(text));
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}
