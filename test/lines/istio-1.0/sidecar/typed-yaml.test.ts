import { describe, expect, it } from 'vitest';
import { readTyped, resolvePlain } from './typed-yaml';

function asText(yaml: string): unknown {
  return readTyped(yaml, 'string').value;
}

describe('reading YAML as the injector does', () => {
  // Results of go-yaml v2.2.1 and ghodss/yaml in vendor/ of istio 1.0.9.
  it.each([
    ['15000', '15000'],
    ['010', '8'],
    ['08', '8'],
    ['0x1F', '31'],
    ['0b11', '3'],
    ['1_000', '1000'],
    ['1.10', '1.1'],
    ['1e3', '1e3'],
    ['1e+3', '1000'],
    ['1e+6', '1e+06'],
    ['1e+39', '+Inf'],
    ['18446744073709551615', '18446744073709551615'],
    ['18446744073709551616', '1.8446744e+19'],
    ['-0.0', '-0'],
    ['yes', 'true'],
    ['N', 'false'],
    ['~', ''],
    ['', ''],
    ['2018-11-01', '2018-11-01'],
    ['80, 90, ', '80, 90,'],
    ['"yes"', 'yes'],
    ["'010'", '010'],
    ['"\\u00e9\\U0001f600\\x00"', '\u00e9\u{1f600}\0'],
  ])('takes %j for the text %j', (yaml, text) => {
    expect(asText(yaml)).toBe(text);
  });

  it('keeps the type of what is no text', () => {
    expect(resolvePlain('1337')).toBe(1337n);
    expect(readTyped('1337', 'integer').value).toBe(1337);
    expect(readTyped('yes', 'boolean').value).toBe(true);
    expect(readTyped('1.34217728e+08', 'quantity').value).toBe('134217728');
  });

  it('lists the fields that the type lacks', () => {
    const { value, ignored } = readTyped('a: [{ b: 1, c: 2 }]', {
      fields: { a: { list: { fields: { b: 'string' } } } },
    });
    expect(value).toEqual({ a: [{ b: '1' }] });
    expect(ignored).toEqual(['a[0].c']);
  });

  it.each([
    ['a control character', 'a: "\x7f"'],
    ['a list for a text', 'a: [1]'],
    ['half a map', 'a: {'],
  ])('refuses %s', (_, yaml) => {
    expect(() => readTyped(yaml, { fields: { a: 'string' } })).toThrow();
  });
});
