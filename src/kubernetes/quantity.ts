import type { Quantities, Resources } from './resources';

/** 2⁶³ - 1, the largest quantity. Source: apimachinery, pkg/api/resource/quantity.go (maxAllowed). */
const LARGEST = 9_223_372_036_854_775_807n;
const DECIMAL = ['m', '', 'k', 'M', 'G', 'T', 'P', 'E'] as const;
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'] as const;
/** The exponent of 10 of each suffix, including those below a thousandth. */
const EXPONENTS: ReadonlyMap<string, number> = new Map([
  ['n', -9],
  ['u', -6],
  ...DECIMAL.map((suffix, index): [string, number] => [suffix, 3 * index - 3]),
]);

/** Limit of characters of a quantity, and of the exponents that matter for such a text. */
const LONGEST = 4096;
const LARGEST_EXPONENT = 10_000;

const PATTERN = /^([-+]?)(\d*)(?:\.(\d*))?([KMGTPE]i|[numkMGTPE]|[eE]([-+]?\d+))?$/;

/**
 * Whether a text is a quantity such as `100m`, `0.5`, `128Mi` or `1e3`. Go also reads a text without digits, as 0;
 * here that is a mistake. Source: apimachinery v0.34, pkg/api/resource (ParseQuantity).
 */
export function isQuantity(text: string): boolean {
  return matchQuantity(text) !== undefined;
}

function matchQuantity(text: string) {
  const [, sign = '', whole = '', fraction = '', suffix = '', exponent] =
    (text.length <= LONGEST && PATTERN.exec(text)) || [];
  // Go reads the exponent as an int32.
  if (whole + fraction === '' || Math.abs(Number(exponent ?? 0)) >= 2 ** 31) return undefined;
  return { sign, whole, fraction, suffix, exponent };
}

/**
 * Returns a container's quantity in the canonical spelling. An API server stores that unchanged, so applying it again
 * changes nothing: `0.25` becomes `250m`, `1024Mi` becomes `1Gi`, `1e6` stays and `1000e3` becomes `1e6`. Rounds up
 * to thousandths. Source: apimachinery, pkg/api/resource/quantity.go (CanonicalizeBytes), and the defaults of core/v1
 * (RoundUp).
 * @returns undefined for no quantity, a negative one, or one larger than 2⁶³ - 1. A server changes most of the larger
 *   ones: `8Ei` to 2⁶³ - 1, and 10²¹ without a suffix to 1.
 */
export function storedQuantity(written: string | number): string | undefined {
  const { thousandths, form } = readQuantity(written) ?? {};
  return thousandths === undefined || form === undefined ? undefined : inForm(thousandths, form);
}

/** Returns the thousandths of a quantity, rounded up. Undefined as for {@link storedQuantity}. */
export function thousandthsOf(written: string | number): bigint | undefined {
  return readQuantity(written)?.thousandths;
}

type Form = 'binary' | 'decimal' | 'exponent';

function readQuantity(
  written: string | number,
): { readonly thousandths: bigint; readonly form: Form } | undefined {
  const match = matchQuantity(`${written}`);
  if (match === undefined) return undefined;
  const { sign, whole, fraction, suffix, exponent } = match;
  if (sign === '-' && /[1-9]/.test(whole + fraction)) return undefined;
  const power = Math.max(-LARGEST_EXPONENT, Math.min(LARGEST_EXPONENT, Number(exponent ?? 0)));
  const binary = suffix.endsWith('i') ? BINARY.indexOf(suffix as never) : 0;
  const ten = (EXPONENTS.get(suffix) ?? power) - fraction.length + 3;
  const numerator = BigInt(whole + fraction) * 1024n ** BigInt(binary) * 10n ** BigInt(Math.max(ten, 0));
  const divisor = 10n ** BigInt(Math.max(-ten, 0));
  const thousandths = (numerator + divisor - 1n) / divisor;
  if (thousandths > LARGEST * 1000n) return undefined;
  return { thousandths, form: binary > 0 ? 'binary' : exponent === undefined ? 'decimal' : 'exponent' };
}

function inForm(thousandths: bigint, form: Form): string {
  if (thousandths === 0n) return '0';
  // A server writes quantities below 1024, and fractions, without a binary suffix.
  if (form === 'binary' && thousandths % 1000n === 0n && thousandths >= 1_024_000n) {
    const [count, times] = factored(thousandths / 1000n, 1024n);
    return `${count}${BINARY[times]}`;
  }
  const [count, times] = factored(thousandths, 1000n);
  if (form !== 'exponent') return `${count}${DECIMAL[times]}`;
  return times === 1 ? `${count}` : `${count}e${3 * times - 3}`;
}

/** Divides a number by a factor as often as possible. */
function factored(number: bigint, factor: bigint): [rest: bigint, times: number] {
  let rest = number;
  let times = 0;
  for (; rest % factor === 0n; times += 1) rest /= factor;
  return [rest, times];
}

/** Returns requests and limits as an API server stores them: with {@link storedQuantity}, and without empty maps. */
export function storedResources({ requests, limits }: Resources): Resources {
  const [wanted, most] = [requests, limits].map(storedQuantities);
  return {
    ...(wanted === undefined ? {} : { requests: wanted }),
    ...(most === undefined ? {} : { limits: most }),
  };
}

function storedQuantities(quantities: Quantities | undefined): Quantities | undefined {
  const entries = Object.entries(quantities ?? {});
  // Invalid quantities stay unchanged: validation reports them.
  return entries.length === 0
    ? undefined
    : Object.fromEntries(entries.map(([name, value]) => [name, storedQuantity(value) ?? value]));
}
