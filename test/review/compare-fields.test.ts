import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareFields, isSame } from '../../src/review/compare-fields';

describe('compareFields', () => {
  it.each<[what: string, before: object, after: object, found: object[]]>([
    [
      'a value',
      { spec: { replicas: 1 } },
      { spec: { replicas: 2 } },
      [{ path: 'spec.replicas', before: 1, after: 2 }],
    ],
    ['a new key', {}, { spec: null }, [{ path: 'spec', after: null }]],
    ['a key that goes', { a: {} }, {}, [{ path: 'a', before: {} }]],
    [
      'a key with dots',
      { metadata: { labels: { 'app.kubernetes.io/name': 'a' } } },
      { metadata: { labels: { 'app.kubernetes.io/name': 'b' } } },
      [{ path: 'metadata.labels[app.kubernetes.io/name]', before: 'a', after: 'b' }],
    ],
    [
      'an item of a list by its name, wherever it stands',
      {
        c: [
          { name: 'a', x: 1 },
          { name: 'b', x: 1 },
        ],
      },
      {
        c: [
          { name: 'b', x: 2 },
          { name: 'c', x: 1 },
        ],
      },
      [
        { path: 'c[a]', before: { name: 'a', x: 1 } },
        { path: 'c[b].x', before: 1, after: 2 },
        { path: 'c[c]', after: { name: 'c', x: 1 } },
      ],
    ],
    [
      'the values that a list loses and gains',
      { verbs: ['get', 'list', 'watch'] },
      { verbs: ['get', 'delete'] },
      [
        { path: 'verbs[]', before: 'list' },
        { path: 'verbs[]', before: 'watch' },
        { path: 'verbs[]', after: 'delete' },
      ],
    ],
    [
      'the order of a list',
      { args: ['a', 'b'] },
      { args: ['b', 'a'] },
      [{ path: 'args', before: ['a', 'b'], after: ['b', 'a'] }],
    ],
    [
      'a rule among equal ones',
      { rules: [{ verbs: ['get'] }, { verbs: ['list'] }] },
      { rules: [{ verbs: ['get'] }, { verbs: ['watch'] }] },
      [
        { path: 'rules[1].verbs[]', before: 'list' },
        { path: 'rules[1].verbs[]', after: 'watch' },
      ],
    ],
    [
      'a key within YAML that is a text',
      { data: { mesh: 'a: 1\nb: { c: x }\n' } },
      { data: { mesh: 'a: 1\nb: { c: y }\n' } },
      [{ path: 'data.mesh.b.c', before: 'x', after: 'y' }],
    ],
    [
      'a text whose comments alone differ',
      { data: { mesh: '# one\na: 1\n' } },
      { data: { mesh: '# two\na: 1\n' } },
      [{ path: 'data.mesh', before: '# one\na: 1\n', after: '# two\na: 1\n' }],
    ],
    ['a value of another kind', { a: '1' }, { a: 1 }, [{ path: 'a', before: '1', after: 1 }]],
  ])('finds %s', (_, before, after, found) => {
    expect(compareFields(before as never, after as never)).toEqual(found);
  });

  it('says nothing about the order of keys', () => {
    expect(compareFields({ a: { x: 1, y: 2 } }, { a: { y: 2, x: 1 } })).toEqual([]);
  });

  it('finds a difference exactly when there is one', () => {
    fc.assert(
      fc.property(manifests, manifests, (before, after) => {
        const changes = compareFields(before, after);
        expect(changes.length === 0).toBe(isSame(before, after));
        for (const { before: old, after: wanted } of changes) expect(isSame(old, wanted)).toBe(false);
        expect(compareFields(after, before)).toHaveLength(changes.length);
      }),
      { numRuns: 500 },
    );
  });
});

/** Small values, so that two of them often share parts. */
const { manifests } = fc.letrec<{ value: unknown; manifests: Record<string, unknown> }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<unknown>(0, 1, '', 'a', 'a: 1\n', 'a: 2\n', 'a\nb', true, null),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('manifests'),
  ),
  manifests: fc.dictionary(fc.constantFrom('a', 'b', 'name', 'x/y'), tie('value'), { maxKeys: 3 }),
}));
