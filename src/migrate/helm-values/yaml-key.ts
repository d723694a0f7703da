import type { YamlScalar } from '../../kubernetes/text/go-scalar';

/**
 * The JSON key Helm makes of a scalar key: `on: x` has the key "true", `010: x` the key "8". Undefined where
 * Helm refuses: null, and whole numbers above int64.
 */
export function jsonKey(scalar: YamlScalar): string | undefined {
  if (scalar.type === 'null') return undefined;
  if (scalar.type === 'int') return scalar.exact < 2n ** 63n ? String(scalar.exact) : undefined;
  return scalar.type === 'float' ? floatKey(scalar.value) : String(scalar.value);
}

/** Helm keeps 32 bits of a key with a fraction and prints it like Go's `%g`: 1.0 is "1", 1e6 is "1e+06". */
function floatKey(value: number): string {
  const single = Math.fround(value);
  if (Number.isNaN(single)) return '.nan';
  if (!Number.isFinite(single)) return single > 0 ? '.inf' : '-.inf';
  if (single === 0) return Object.is(single, -0) ? '-0' : '0';
  const [digits = '', exponent = ''] = shortest(single).split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(Number(`${digits}e${exponent}`));
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** The fewest digits that still give the same 32-bit number, in exponent form. */
function shortest(single: number): string {
  for (let fraction = 0; fraction < 8; fraction += 1) {
    const text = single.toExponential(fraction);
    if (Math.fround(Number(text)) === single) return text;
  }
  return single.toExponential(8);
}
