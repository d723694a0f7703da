const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

/** The shortest and the longest duration: an int64. */
const LEAST = -(2n ** 63n);
const MOST = 2n ** 63n - 1n;

/**
 * Parses a duration as Go does (`1m0s`, `1.5h`, `250ms`) into nanoseconds. Undefined for anything else. Source: Go
 * 1.26, time/format.go (ParseDuration).
 */
export function nanoseconds(text: string): bigint | undefined {
  const [, sign = '', rest = ''] = /^([-+]?)(.+)$/.exec(text) ?? [];
  if (rest === '0') return 0n;
  let sum = 0n;
  let end = 0;
  for (const { 0: part, 1: whole = '', 2: fraction = '', 3: unit = '', index } of rest.matchAll(PART)) {
    const size = UNITS[unit];
    if (index !== end || size === undefined || whole + fraction === '') return undefined;
    sum += BigInt(whole) * size + nanosOf(fraction, size);
    end = index + part.length;
  }
  if (end === 0 || end !== rest.length) return undefined;
  const nanos = sign === '-' ? -sum : sum;
  return nanos < LEAST || nanos > MOST ? undefined : nanos;
}

const PART = /(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/g;

/** Go multiplies a fraction as a float64, and ignores digits that do not fit an int64. */
function nanosOf(fraction: string, size: bigint): bigint {
  const digits = fraction.slice(0, 18);
  return BigInt(Math.trunc(Number(digits) * (Number(size) / 10 ** digits.length)));
}

/** Formats a duration as Go does: `45s`, `1m0s`, `250ms`. */
export function goDuration(nanos: bigint): string {
  if (nanos === 0n) return '0s';
  const sign = nanos < 0n ? '-' : '';
  const size = nanos < 0n ? -nanos : nanos;
  if (size < 1_000n) return `${sign}${size}ns`;
  if (size < 1_000_000n) return `${sign}${decimal(size, 3)}µs`;
  if (size < 1_000_000_000n) return `${sign}${decimal(size, 6)}ms`;
  const minutes = size / 60_000_000_000n;
  const seconds = `${decimal(size % 60_000_000_000n, 9)}s`;
  if (minutes === 0n) return `${sign}${seconds}`;
  const hours = minutes / 60n;
  return hours === 0n ? `${sign}${minutes}m${seconds}` : `${sign}${hours}h${minutes % 60n}m${seconds}`;
}

function decimal(value: bigint, places: number): string {
  const digits = value.toString().padStart(places + 1, '0');
  const fraction = digits.slice(-places).replace(/0+$/, '');
  return fraction === '' ? digits.slice(0, -places) : `${digits.slice(0, -places)}.${fraction}`;
}
