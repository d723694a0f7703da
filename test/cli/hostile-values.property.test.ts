import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LINE_NAMES, type LineName } from '../../src/mesh/mesh';
import { codePoint } from '../code-point';
import { Sandbox } from '../e2e/sandbox';
import { INHERITED } from '../mesh/arbitrary-whole-mesh';
import { ANY_KEY, meshWith, placesInSchema } from '../mesh/places-in-schema';
import { runs } from '../seed';
import { istioRemote } from './recorded-terminal';

const BASES: Readonly<Record<LineName, object>> = {
  '1.0': {
    istio: '1.0.9',
    primary: { name: 'hq', addresses: { pilot: '10.8.0.11' } },
    remotes: [{ name: 'eu' }],
  },
  current: {
    istio: '1.30',
    primary: { name: 'hq', addresses: { istiod: '10.8.0.11' } },
    remotes: [{ name: 'eu' }],
  },
};

const WORDS = [
  ...INHERITED,
  '__proto__',
  '__defineGetter__',
  'prototype',
  'null',
  '~',
  '<<',
  '!!js/function',
];
const LONG = [...'a/.,: \u202e\u001b'].map((unit) => unit.repeat(200_000));
const CONTROLS = [
  '\0',
  '\u001b[2J',
  '\u001b]0;a\u0007',
  '\u202e',
  '\u2066a',
  '\u200b',
  '\ufeff',
  '\u2028',
  '\r',
];
const PIECES = [
  '',
  ' ',
  '\n',
  '\t',
  '---\n',
  '...',
  '{{ .Values }}',
  '\u0024{HOME}',
  '$(HOME)',
  '`a`',
  '"',
  "'",
  '\\',
];
const PATHS = [
  '../../a',
  '/',
  '.',
  '..',
  '~/a',
  'a/../b',
  '//a',
  'a\\b',
  'file:///a',
  'https://[::1',
  'a@b:c',
];
const text = fc.oneof(
  fc.constantFrom(...WORDS, ...CONTROLS, ...PIECES, ...PATHS),
  fc.constantFrom(...LONG),
  fc
    .tuple(fc.constantFrom('a', '10.8.0.1', 'a.example'), fc.constantFrom(...CONTROLS, ...PIECES))
    .map(([before, piece]) => `${before}${piece}${before}`),
  fc.string({ unit: codePoint, maxLength: 20 }),
);
const LIMITS = [0, -1, 1, 0.1, 65_535, 65_536, 2 ** 31, 2 ** 32, 2 ** 53, 2 ** 63, 1e21, 1e308, 5e-324];
/** Values that YAML can express and JSON cannot. */
const PLAIN = ['.nan', '.inf', '-.inf', '0x10', '0o7', '1_000', '2026-11-28', '!!binary aGk=', '1e400', '?'];
const plain = fc.constantFrom(...PLAIN).map((source) => ({ plain: source }));
const deep = fc
  .integer({ min: 1, max: 3_000 })
  .map((depth) => ({ plain: '['.repeat(depth) + ']'.repeat(depth) }));
const value = fc.oneof(
  { weight: 4, arbitrary: text },
  fc.constantFrom<unknown>(...LIMITS, true, false, null, [], {}, [null], [[]], { a: 1 }),
  plain,
  deep,
);

/** Prints JSON with values spelled as in YAML. */
function write(mesh: unknown): string {
  const plain: string[] = [];
  const json = JSON.stringify(mesh, (_, inner) => {
    if (typeof inner !== 'object' || inner === null || typeof inner.plain !== 'string') return inner;
    return `plain-${plain.push(inner.plain) - 1}-plain`;
  });
  return json.replace(/"plain-(\d+)-plain"/g, (_, index) => plain[Number(index)] ?? '');
}

/** Characters that change the display of a terminal or a log viewer. */
const UNSEEN = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;

describe.each(LINE_NAMES)('a mesh of line %s with a hostile value', (line) => {
  const places = placesInSchema(line);

  it('is refused at a place, or written as check accepts it', async () => {
    using folder = new Sandbox({});
    const [config, outdir] = [folder.path('mesh.yaml'), folder.path('dist')];
    const options = ['--config', config, '--outdir', outdir];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), value, text, async (path, given, key) => {
        const mesh = meshWith(line, BASES[line], path, given);
        // The keys of a map are hostile too.
        writeFileSync(config, write(mesh).replaceAll(JSON.stringify(ANY_KEY), JSON.stringify(key)));
        const { code, out, err } = await istioRemote(['synth', ...options]);
        expect([0, 1], err).toContain(code);
        expect(UNSEEN.exec((out + err).replaceAll('\n', ''))).toBeNull();
        expect(err.length).toBeLessThan(10_000);
        if (code === 1) {
          expect(existsSync(outdir), 'something was written').toBe(false);
          expect(err.replaceAll(dirname(config), '')).toMatch(/mesh\.yaml:\d+:\d+/);
          return;
        }
        const check = await istioRemote(['check', ...options]);
        expect(check.code, check.out + check.err).toBe(0);
        expect(UNSEEN.exec(check.err.replaceAll('\n', ''))).toBeNull();
        rmSync(outdir, { recursive: true });
      }),
      { numRuns: runs(30), endOnFailure: true },
    );
  });
});
