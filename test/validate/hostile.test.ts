import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validatedFiles } from './validated';

const MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n';

describe('manifests that are none', () => {
  it.each([
    ['an empty file', '', []],
    ['only comments', '# nothing\n---\n# at all\n', []],
    ['no YAML', 'a: [', [/^f:1:5: not valid YAML: /]],
    ['no YAML behind a document', `${MAP}---\na: b: c\n`, [/^f:5:5: not valid YAML: /]],
    ['a text', '---\nhello\n', [/^f:2:1: expected a Kubernetes object, got "hello"/]],
    ['a list', '- a\n', [/^f:1:1: expected a Kubernetes object, got a list/]],
    ['no kind', 'apiVersion: v1\n', [/^f:1:1 kind: expected a text, got nothing/]],
    ['a kind of the language', 'apiVersion: v1\nkind: constructor\nmetadata: { name: a }\n', []],
    [
      'a key of the language',
      `${MAP}__proto__: { a: b }\n`,
      [/^f:4:1 __proto__: ConfigMap a: no such field/],
    ],
    ['a key of every map', `${MAP}constructor: 1\n`, [/^f:4:1 constructor: ConfigMap a: no such field/]],
  ])('%s', (_, f, expected) => {
    const found = validatedFiles({ f });
    expect(found).toHaveLength(expected.length);
    expected.forEach((pattern, index) => {
      expect(found[index]).toMatch(pattern);
    });
  });

  it('keep the values of Secrets out of what is said', () => {
    const f = 'apiVersion: v1\nkind: Secret\nmetadata: { name: a }\ndata: { key: "hunter2!" }\n';
    expect(validatedFiles({ f })).toEqual([
      expect.stringContaining('data.key: Secret a: expected base64, got another text'),
    ]);
    expect(validatedFiles({ f }).join()).not.toContain('hunter2');
  });

  it('never break the validation, whatever they hold', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (metadata, spec) => {
        const object = { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec };
        expect(Array.isArray(validatedFiles({ f: JSON.stringify(object) }))).toBe(true);
      }),
    );
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (f) => Array.isArray(validatedFiles({ f }))));
  });
});
