import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { translation } from '../../build/translation.mjs';

const folder = mkdtempSync(join(tmpdir(), 'istio-remote-translation-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = join(folder, 'texts.yaml');

function texts(yaml: string) {
  writeFileSync(file, yaml);
  return translation(file);
}

describe('the translation of the tables of options', () => {
  it('has a text for each kind', () => {
    const { translated, problems } = texts('types: { none: 没有 }\ndefaults: { none: 无 }\nliterals: []\n');
    expect([translated('types', 'none'), translated('defaults', 'none')]).toEqual(['没有', '无']);
    expect(problems()).toEqual([]);
  });

  it('keeps defaults that people type, numbers, dashes and code', () => {
    const { translated, problems } = texts('defaults: {}\nliterals: [HEAD]\n');
    for (const same of ['HEAD', '30', '–', '[]', '"1.21"', '`a.b`, `c`', ''])
      expect(translated('defaults', same)).toBe(same);
    expect(problems()).toEqual([]);
  });

  it('lists an English text without a translation, once', () => {
    const { translated, problems } = texts('types: { a list: "" }\nliterals: []\n');
    for (const asked of ['a list', 'a map', 'a map']) expect(translated('types', asked)).toBe(asked);
    expect(problems()).toEqual([
      `${file}: missing translation of types: "a list"`,
      `${file}: missing translation of types: "a map"`,
    ]);
  });

  it('lists a changed English text as missing, and the one before as unused', () => {
    const { translated, problems } = texts('descriptions: { Old words.: 旧 }\nliterals: [main]\n');
    translated('descriptions', 'New words.');
    expect(problems()).toEqual([
      `${file}: missing translation of descriptions: "New words."`,
      `${file}: unused translation of literals: "main"`,
      `${file}: unused translation of descriptions: "Old words."`,
    ]);
  });

  it('refuses a text that is there twice', () => {
    expect(() => texts('types: { a list: 列表, a list: 清单 }\nliterals: []\n')).toThrow(/duplicate/i);
  });

  it('takes no word of JavaScript for a text', () => {
    const { translated, problems } = texts('types: {}\nliterals: []\n');
    expect(translated('types', 'constructor')).toBe('constructor');
    expect(problems()).toHaveLength(1);
  });
});
