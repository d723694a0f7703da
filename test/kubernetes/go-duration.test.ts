import { describe, expect, it } from 'vitest';
import { goDuration, nanoseconds } from '../../src/kubernetes/go-duration';

/** Results of time.ParseDuration of Go 1.26. */
describe('nanoseconds', () => {
  it.each([
    ['0', 0n],
    ['-0', 0n],
    ['1h', 3_600_000_000_000n],
    ['1m0s', 60_000_000_000n],
    ['1.5h', 5_400_000_000_000n],
    ['.5s', 500_000_000n],
    ['1.s', 1_000_000_000n],
    ['1µs', 1_000n],
    ['1μs', 1_000n],
    ['+1us', 1_000n],
    ['1s1h', 3_601_000_000_000n],
    ['0.3333333333333333333h', 1_199_999_999_999n],
    ['0.100000000000000000000h', 360_000_000_000n],
    ['0.000000000000000000001h', 0n],
    ['9223372036854775807ns', 9_223_372_036_854_775_807n],
    ['-9223372036854775808ns', -9_223_372_036_854_775_808n],
  ])('reads %s', (text, nanos) => {
    expect(nanoseconds(text)).toBe(nanos);
  });

  it.each([
    '',
    '1',
    '.s',
    's',
    '1d',
    '1H',
    '1 h',
    ' 1h',
    '1h-1m',
    '--1h',
    '9223372036854775808ns',
    '2562048h',
    '9223372036854775807ns1ns',
    '99999999999999999999h',
  ])('refuses %j', (text) => {
    expect(nanoseconds(text)).toBeUndefined();
  });
});

describe('goDuration', () => {
  it.each(['0s', '45s', '1m0s', '250ms', '1.5µs', '1h0m0.000000001s', '-2s'])('prints %s', (text) => {
    expect(goDuration(nanoseconds(text) ?? -1n)).toBe(text);
  });
});
