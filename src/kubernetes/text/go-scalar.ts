/** A plain or tagged scalar as yaml.v2 reads it, the YAML reader of Helm 3.12. */
export type YamlScalar =
  | { readonly type: 'null'; readonly value: null }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'int'; readonly value: number; readonly exact: bigint }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'str'; readonly value: string };

const WORDS = new Map<string, YamlScalar>(
  [
    words({ type: 'null', value: null }, ' ~ null Null NULL'),
    words({ type: 'bool', value: true }, 'y Y yes Yes YES on On ON true True TRUE'),
    words({ type: 'bool', value: false }, 'n N no No NO off Off OFF false False FALSE'),
    words({ type: 'float', value: Number.NaN }, '.nan .NaN .NAN'),
    words({ type: 'float', value: Infinity }, '.inf .Inf .INF +.inf +.Inf +.INF'),
    words({ type: 'float', value: -Infinity }, '-.inf -.Inf -.INF'),
  ].flat(),
);

function words(scalar: YamlScalar, spellings: string): [string, YamlScalar][] {
  return spellings.split(' ').map((spelling) => [spelling, scalar]);
}

const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
/** Without a sign or digit in front of the dot, underscores are allowed only between digits. */
const DOT_FLOAT = /^\.\d+(?:_\d+)*(?:[eE][-+]?\d+(?:_\d+)*)?$/;
const RADIX_INTEGER = /^([-+]?)(0[xX][\da-fA-F]+|0[bB][01]+|0[oO][0-7]+)$/;
/** A sign after the prefix: yaml.v2 strips 0b before it reads the number. */
const SIGNED_BINARY = /^0b([-+])([01]+)$/;
const DECIMAL_INTEGER = /^([-+]?)([1-9]\d*)$/;
const LONGEST_INTEGER = 1000;
const OCTAL_INTEGER = /^([-+]?)0([0-7]*)$/;

/** Returns the type of a scalar without quotes and tag. Anything else is text, also 1:20 and dates. */
export function resolvePlainScalar(source: string): YamlScalar {
  const word = WORDS.get(source);
  if (word !== undefined) return word;
  if (source.startsWith('.')) {
    return (DOT_FLOAT.test(source) ? finite(source.replaceAll('_', '')) : undefined) ?? text(source);
  }
  if (!/^[-+\d]/.test(source)) return text(source);
  const digits = source.replaceAll('_', '');
  return integer(digits) ?? (FLOAT.test(digits) ? finite(digits) : undefined) ?? text(source);
}

/**
 * Returns the value of a scalar with a tag. Undefined if the value does not fit the tag. A tag that Helm does not
 * know means text.
 * @param tag the full tag as written, for example `tag:yaml.org,2002:int`
 */
export function resolveTaggedScalar(tag: string, source: string): YamlScalar | undefined {
  const name = /^tag:yaml\.org,2002:(\w+)$/.exec(tag)?.[1];
  if (name === 'binary') return decodedText(source);
  if (name === 'timestamp') return /^\d{4}-\d\d?-\d\d?(?:$|[Tt ])/.test(source) ? text(source) : undefined;
  if (name !== 'null' && name !== 'bool' && name !== 'int' && name !== 'float') return text(source);
  const scalar = resolvePlainScalar(source);
  if (name === 'float' && scalar.type === 'int') return { type: 'float', value: scalar.value };
  return scalar.type === name ? scalar : undefined;
}

function integer(digits: string): YamlScalar | undefined {
  // No integer is that long, and BigInt takes seconds for a million digits.
  if (digits.length > LONGEST_INTEGER) return undefined;
  const radix = RADIX_INTEGER.exec(digits);
  if (radix) return int64(radix[1], BigInt(`${radix[2]}`.toLowerCase()));
  const binary = SIGNED_BINARY.exec(digits);
  if (binary) return int64(binary[1], BigInt(`0b${binary[2]}`));
  const octal = OCTAL_INTEGER.exec(digits);
  if (octal) return int64(octal[1], BigInt(`0o0${octal[2]}`));
  const decimal = DECIMAL_INTEGER.exec(digits);
  return decimal ? int64(decimal[1], BigInt(`${decimal[2]}`)) : undefined;
}

/** Returns an int64, or a uint64 if there is no sign. */
function int64(sign: string | undefined, size: bigint): YamlScalar | undefined {
  const exact = sign === '-' ? -size : size;
  const limit = sign === '' ? 2n ** 64n : 2n ** 63n;
  return exact < -(2n ** 63n) || exact >= limit ? undefined : { type: 'int', value: Number(exact), exact };
}

function finite(digits: string): YamlScalar | undefined {
  const value = Number(digits);
  return Number.isFinite(value) ? { type: 'float', value } : undefined;
}

function decodedText(source: string): YamlScalar | undefined {
  const base64 = source.replace(/[\r\n]/g, '');
  const valid = base64.length % 4 === 0 && /^[A-Za-z\d+/]*={0,2}$/.test(base64);
  return valid ? text(Buffer.from(base64, 'base64').toString('utf8')) : undefined;
}

function text(value: string): YamlScalar {
  return { type: 'str', value };
}
