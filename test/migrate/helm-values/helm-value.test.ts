import { describe, expect, test } from 'vitest';
import { coalesceWithDefaults, type HelmMap, mergeValues } from '../../../src/migrate/helm-values/helm-value';
import { readValues, type ValuesSource } from '../../../src/migrate/helm-values/read-values';

describe('mergeValues', () => {
  test.each<[string, HelmMap, HelmMap, HelmMap]>([
    ['merges maps key by key', { a: { x: 1, y: 2 } }, { a: { y: 3, z: 4 } }, { a: { x: 1, y: 3, z: 4 } }],
    ['replaces lists', { a: [1, 2] }, { a: [3] }, { a: [3] }],
    ['replaces a scalar with a map', { a: 1 }, { a: { n: 1 } }, { a: { n: 1 } }],
    ['replaces a map with a scalar', { a: { n: 1 } }, { a: 1 }, { a: 1 }],
    ['replaces null', { a: null }, { a: { n: 1 } }, { a: { n: 1 } }],
    ['keeps null', { a: { x: 1 }, b: 1 }, { a: { x: null }, b: null }, { a: { x: null }, b: null }],
  ])('%s', (_, base, over, expected) => {
    expect(mergeValues(base, over)).toEqual(expected);
  });

  test('shares nothing with its arguments', () => {
    const base = { a: { list: [1] } };
    const over = { b: { list: [2] } };
    const merged = mergeValues(base, over);
    expect(merged).toEqual({ a: { list: [1] }, b: { list: [2] } });
    expect(merged.a).not.toBe(base.a);
    expect(merged.b).not.toBe(over.b);
  });
});

describe('coalesceWithDefaults', () => {
  const defaults: HelmMap = { s: 'x', m: { x: 1, z: { p: 1 } }, l: [1, 2], nul: null, deep: { nul: null } };

  // Every expectation here is what helm 3.12.1 passes to a template of a chart with these defaults.
  test.each<[string, HelmMap, HelmMap]>([
    ['fills in every default', {}, defaults],
    ['deletes a default for null', { s: null, m: null, l: null }, { nul: null, deep: { nul: null } }],
    ['deletes a nested default for null', { m: { x: null, z: { p: null } } }, { ...defaults, m: { z: {} } }],
    [
      'keeps null without a default',
      { n: null, m: { n: null } },
      { ...defaults, n: null, m: { x: 1, z: { p: 1 }, n: null } },
    ],
    [
      'deletes a default that is null itself',
      { nul: null, deep: { nul: null } },
      { s: 'x', m: defaults.m ?? null, l: [1, 2], deep: {} },
    ],
    ['replaces a default that is null', { nul: { a: 1 } }, { ...defaults, nul: { a: 1 } }],
    ['replaces a list', { l: [9] }, { ...defaults, l: [9] }],
    ['keeps null in a list', { l: [null, { a: null }] }, { ...defaults, l: [null, { a: null }] }],
    ['replaces a map with a scalar', { m: { z: 1 } }, { ...defaults, m: { x: 1, z: 1 } }],
    ['replaces a scalar with a map', { s: { a: 1 } }, { ...defaults, s: { a: 1 } }],
    ['merges an empty map', { m: {} }, defaults],
  ])('%s', (_, user, expected) => {
    expect(coalesceWithDefaults(user, defaults)).toEqual(expected);
  });

  test('leaves its arguments as they are', () => {
    const user: HelmMap = { s: null, m: { x: null } };
    coalesceWithDefaults(user, defaults);
    expect(user).toEqual({ s: null, m: { x: null } });
    expect(defaults.s).toBe('x');
  });
});

describe('readValues', () => {
  const file = (name: string, text: string): ValuesSource => ({ kind: 'file', name, text });
  const set = (text: string): ValuesSource => ({ kind: 'set', text });

  // Every expectation here is what helm 3.12.1 passes to a template.
  test.each<[string, ValuesSource[], HelmMap]>([
    ['nothing', [], {}],
    ['later files win', [file('a', 'a: {x: 1, z: 1}'), file('b', 'a: {x: 2}')], { a: { x: 2, z: 1 } }],
    ['a null of a later file stays', [file('a', 'a: {x: 1}'), file('b', 'a: {x: null}')], { a: { x: null } }],
    ['--set wins over files, wherever it stands', [set('a=2'), file('a', 'a: 1')], { a: 2 }],
    ['--set changes a list of a file', [file('a', 'a: [1, 2]'), set('a[0]=7')], { a: [7, 2] }],
    ['later --set wins', [set('a=1,b.c=1'), set('a=2,b.d=2')], { a: 2, b: { c: 1, d: 2 } }],
    [
      '--set-string wins over --set, and --set over --set-json',
      [{ kind: 'set-string', text: 'c=3' }, set('b=2,c=2'), { kind: 'set-json', text: 'a=1,b=1,c=1' }],
      { a: 1, b: 2, c: '3' },
    ],
    [
      '--set-json replaces a map whole',
      [file('a', 'a: {x: 1}'), { kind: 'set-json', text: 'a={"z":1}' }],
      { a: { z: 1 } },
    ],
  ])('%s', (_, sources, expected) => {
    expect(readValues(sources)).toEqual(expected);
  });

  test('refuses to set a key inside what a file made null', () => {
    expect(() => readValues([file('a', 'a: null'), set('a.b=1')])).toThrow(
      '--set "a.b=1" at character 1: expected a to be a map, but it already is null. ' +
        'Remove what sets a before, or replace all of it.',
    );
  });

  test('names the file of a mistake', () => {
    expect(() => readValues([file('good.yaml', 'a: 1'), file('bad.yaml', 'a:\n  b: [1\n')])).toThrow(
      /^bad\.yaml:3:1: /,
    );
  });
});
