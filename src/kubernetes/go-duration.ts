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

/** Nanoseconds of a duration as Go reads it (`1m0s`, `1.5h`, `250ms`), undefined for anything else. */
export function nanoseconds(text: string): bigint | undefined {
  const [, sign = '', rest = ''] = /^([-+]?)(.+)$/.exec(text) ?? [];
  if (rest === '0') return 0n;
  let sum = 0n;
  let end = 0;
  for (const { 0: part, 1: whole = '', 2: fraction = '', 3: unit = '', index } of rest.matchAll(PART)) {
    const size = UNITS[unit];
    if (index !== end || size === undefined || whole + fraction === '') return undefined;
    sum += (BigInt(whole + fraction) * size) / 10n ** BigInt(fraction.length);
    end = index + part.length;
  }
  if (end === 0 || end !== rest.length) return undefined;
  return sign === '-' ? -sum : sum;
}

const PART = /(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/g;

/** A duration as Go prints it: `45s`, `1m0s`, `250ms`. */
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
