import { describe, expect, it } from 'vitest';
import { findCredentials } from '../../src/secret-scan/find-credentials';
import { hideCredentials } from '../../src/secret-scan/hide-credentials';
import {
  base64,
  block,
  configMap,
  dockerConfig,
  indent,
  jwt,
  keys,
  kubeconfig,
  letters,
  quoted,
  wrap,
} from './planted';

const password = letters(24);
const token = jwt();
const jwk = JSON.stringify({ kty: 'RSA', n: letters(64), d: letters(64), p: letters(64) }, undefined, 2);
const utf16 = Buffer.from(`token: ${token}\n`, 'utf16le').toString('utf8');
const secretManifest = `kind: Secret\ndata:\n  a: ${base64(letters(9))}\n  b: ${base64(letters(9))}\n  c: ${base64(letters(9))}\n`;
const wrapped = `data:\n  key: ${wrap(base64(`a: b\ntoken: ${token}\n`), 60, '    ')}\n`;

/** Each text, and what must not remain of it. */
const TEXTS: readonly [name: string, text: string, secrets: readonly string[]][] = [
  ['a token', configMap(`  token: ${token}`), [token]],
  ['a token in a quoted string', quoted(`token: ${token}\n`), [token]],
  ['a token in a block scalar', block(`a: b\n${token}`), [token]],
  ['a token as a key', `data:\n  ${token}: a\n`, [token]],
  ['a kubeconfig', block(kubeconfig(`token: ${token}`)), [token]],
  ['a password', `user: a\npassword: ${password}\n`, [password]],
  [
    'a Docker config',
    dockerConfig(),
    [...dockerConfig().matchAll(/"auth":"(.*?)"/g)].map(([, auth = '']) => auth),
  ],
  ['a Secret', secretManifest, [...secretManifest.matchAll(/: (\S{8,})/g)].map(([, value = '']) => value)],
  [
    'a wrapped base64',
    wrapped,
    wrapped
      .split('\n')
      .slice(1)
      .map((line) => line.trim().replace('key: ', ''))
      .filter(Boolean),
  ],
  [
    'a JSON Web Key of several lines',
    jwk,
    [...jwk.matchAll(/"([dp])": "(.*?)"/g)].map(([, , part = '']) => part),
  ],
  ['a file in UTF-16', utf16, [token, utf16.slice(9, 60)]],
  ...Object.entries(keys).flatMap(([name, key]): [string, string, string[]][] => {
    const lines = key
      .trimEnd()
      .split('\n')
      .filter((line) => !line.startsWith('-----'));
    return [
      [`the key ${name}`, `a: b\n${key}c: d\n`, lines],
      [`the key ${name}, indented`, `data:\n  key: |\n    ${indent(key, '    ')}\n`, lines],
      [`the key ${name}, quoted`, quoted(key), lines],
      [`the key ${name}, commented`, `#  ${indent(key, '#  ')}\n`, lines],
    ];
  }),
];

describe('hideCredentials', () => {
  it.each(TEXTS)('leaves nothing of %s', (_name, text, secrets) => {
    const shown = hideCredentials(text);
    expect(secrets.length).toBeGreaterThan(0);
    for (const secret of secrets)
      for (let at = 0; at + 8 <= secret.length; at += 8)
        expect(shown).not.toContain(secret.slice(at, at + 8));
    expect(findCredentials(shown)).toEqual([]);
    expect(shown).toContain('<hidden: ');
    expect(shown.split('\n')).toHaveLength(text.split('\n').length);
  });

  it('keeps the key of a value, and the lines around it', () => {
    expect(hideCredentials(`a: b\n  token: ${token}\nc: d\n`)).toBe(
      'a: b\n  token: <hidden: JSON Web Token>\nc: d\n',
    );
  });

  it('leaves a text without credentials as it is', () => {
    expect(hideCredentials('a: b\r\n\n')).toBe('a: b\r\n\n');
  });
});
