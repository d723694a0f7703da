import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCredentials } from '../../src/secret-scan/find-credentials';
import { codePoint } from '../code-point';
import { base64, jwt, keys } from './planted';

// Words that mark a credential are not harmless.
const word = fc.stringMatching(/^[a-z]{1,12}$/).filter((text) => !/pw|pass|token|secret|auth|key/.test(text));
const name = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join('-'));
const line = fc.tuple(
  fc.nat({ max: 4 }),
  name,
  fc.oneof(name, fc.nat().map(String), fc.lorem({ maxCount: 8 })),
);
const manifest = fc
  .array(line, { minLength: 1, maxLength: 30 })
  .map((lines) => lines.map(([depth, key, text]) => `${'  '.repeat(depth)}${key}: ${text}\n`).join(''));
const place = fc.double({ min: 0, max: 1, noNaN: true });
const claims = fc.record({ iss: word, sub: name, exp: fc.nat() });

const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

describe('wherever it is planted, it finds', () => {
  it.each([
    ['a JSON Web Token', (token: string) => token, 'JSON Web Token'],
    ['its base64', base64, 'base64 of a JSON Web Token'],
    [
      'the base64 of its base64',
      (token: string) => base64(base64(token)),
      'base64 of base64 of a JSON Web Token',
    ],
  ])('%s, on its line', (_name, encode, what) => {
    fc.assert(
      fc.property(manifest, place, claims, fc.constantFrom('', ' ', '\n', '"'), (text, where, body, edge) => {
        const at = Math.floor(where * text.length);
        const planted = `${text.slice(0, at)}${edge}${encode(jwt(body))}${edge}${text.slice(at)}`;
        const found = findCredentials(planted).filter((finding) => finding.what === what);
        expect(found.map((finding) => finding.line)).toContain(lineOf(planted, at + edge.length));
      }),
      { numRuns: 120 },
    );
  });

  it('a private key at any indentation', () => {
    fc.assert(
      fc.property(
        manifest,
        fc.nat({ max: 20 }),
        fc.constantFrom(...Object.values(keys).slice(0, 8)),
        (text, depth, key) => {
          const indented = key.replace(/^/gm, ' '.repeat(depth));
          expect(findCredentials(`${text}${indented}`)[0]?.line).toBe(lineOf(text, text.length));
        },
      ),
    );
  });
});

describe('harmless text', () => {
  it('gives no finding when it is made of words', () => {
    fc.assert(
      fc.property(fc.lorem({ maxCount: 200 }), manifest, (prose, text) => {
        expect(findCredentials(`# ${prose}\n${text}`)).toEqual([]);
      }),
      { numRuns: 120 },
    );
  });

  it('gives no error when it is anything at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: codePoint, maxLength: 2000 }), (text) => {
        expect(Array.isArray(findCredentials(text))).toBe(true);
      }),
    );
  });

  it.each([
    ['NUL bytes', (token: string) => `\0\0a: ${token}\0\0`],
    ['lone surrogates', (token: string) => `\ud83d\ude41\ud800 ${token}\udc41`],
    ['letters whose low byte is a base64 character', (token: string) => `\u0141\u0142${token}\u0141`],
    ['a very long line', (token: string) => `${'a '.repeat(200_000)}${token}${' b'.repeat(200_000)}`],
    ['a byte order mark', (token: string) => `\ufeffa: ${token}`],
  ])('does not hide a token: %s', (_name, around) => {
    expect(findCredentials(around(jwt())).map(({ what }) => what)).toContain('JSON Web Token');
  });
});
