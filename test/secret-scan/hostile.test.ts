import { describe, expect, it } from 'vitest';
import { findCredentials } from '../../src/secret-scan/find-credentials';
import { base64, gzipped, jwt, keys, letters } from './planted';

const HALF_A_MEGABYTE = 1 << 19;

const fill = (unit: string): string => unit.repeat(Math.ceil(HALF_A_MEGABYTE / unit.length));

describe('half a megabyte of hostile text is read to its end, within the time limit of a test:', () => {
  it.each([
    'A',
    'a.',
    '.',
    'eyJ',
    'eyJ.',
    'eyJhbGciOi',
    'eyJhbGciOi.a',
    ' ',
    '\n',
    '\\',
    '\\\\n',
    '\\n',
    '"',
    '{',
    '{}',
    '}',
    ':',
    '://a:',
    '://a:b@',
    '@',
    'PRIVATE',
    'PRIVATE KEY',
    `-----BEGIN RSA ${'PRIVATE'} KEY-----\n`,
    '-----BEGIN A ',
    '-',
    '---\n',
    'kind: Secret\n',
    'kind: Secret\n---\n',
    '{"kind":"Secret",',
    'kind: "Secret" {',
    'token: ',
    'token: "',
    'token=',
    'token:\n ',
    'k',
    'ke',
    'tokenke',
    'password: |\n',
    'H4sI',
    'H4sIAAAAAAAAA0 ',
    'H4sIAAAAAAAAA0vLzwcAIWU2jAMAAAA= ',
    'QUFBQUFBQUFBQUFB',
    'UVVGQlFVRkJRVUZC',
    'abcdef.0123456789abcdef ',
    'Bearer ',
    'Basic QUFBQTpB ',
    '"auths" auth:',
    'AAAAAAAAAAAAAAAAAAAA1\n',
    'AAAAAAAAAAAAAAAAAAAAA1\\\n',
    '- ',
    '- a: ',
    '# ',
    '\t#',
    '\r',
    'a: {b: ',
    'xoxb-',
    'ghp_',
    'name: token value',
    "'",
    'MIIEpAIBAAKCAQEA',
    '\ud800',
    'password: hunter22\\n',
    `${letters(30)}\n`,
    `gh${'p_'}${letters(36)}\n`,
    `${keys.ec}`,
    `"a${'\\\\'}`,
    'token""""""""""""',
    '--',
    '--token ',
    '--token\n- ',
    'login a ',
    '$',
    '$1$',
    'kty:EC ',
    'kty d:aaaaaaaaaaaaaaaaaaaaa ',
    `kty:EC d:${'a'.repeat(43)} `,
    `kty:oct k:${'aB'.repeat(20)}`,
    'kty:oct ',
    `token=/${'a/B1'.repeat(30)} `,
    `secret: ${'aB'.repeat(200)}\n`,
    `${letters(60)}:`,
    'a:b@tcp(',
    'sk-/',
    '-u a:',
    'auth:',
    'secret:',
    'secretKey: x remoteRef ',
    'value: a\nname: ',
    'BEGIN%20',
    'user: a\npassword: b\n',
    'xMIIE\n',
    base64('password: hunter22\n'),
    `${base64(jwt())}\n`,
  ])('%j', (unit) => {
    const text = `kind: Secret\n${fill(unit)}`;
    expect(Array.isArray(findCredentials(text))).toBe(true);
  });

  it('gzip that unpacks to gigabytes', () => {
    const bomb = `${gzipped('\0'.repeat(5_000_000))} `;
    const text = fill(bomb);
    expect(Array.isArray(findCredentials(text))).toBe(true);
  });

  it('lines that grow deeper and deeper', () => {
    const deep = Array.from({ length: 1400 }, (_, depth) => `${' '.repeat(depth)}a: b`).join('\n');
    expect(Array.isArray(findCredentials(`kind: Secret\n${deep}`))).toBe(true);
  });
});
