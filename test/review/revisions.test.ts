import { describe, expect, it } from 'vitest';
import { filesOf, markdownOf, reviewOf } from './mesh-change';

const MESH = `istio: "1.30"
revisions: [{ name: 1-29, istio: "1.29.6" }, { name: 1-30 }]
revisionTags: { prod: 1-29, canary: 1-30 }
primary: { name: hq, addresses: { istiod: 10.8.0.11 } }
defaults: { injectedNamespaces: [bank, pay, shop], revision: prod }
remotes:
  - { name: eu, namespaceRevisions: { pay: 1-29 } }
  - { name: us }
`;

/** Returns the consequences of an edit, by clusters. */
function consequences(before: string, after: string): string[] {
  return reviewOf(filesOf(before), filesOf(after)).sections.flatMap(({ clusters, consequences: found }) =>
    found.map(({ text }) => `${clusters.join('+')}: ${text}`),
  );
}

const moves = (before: string, after: string) =>
  consequences(before, after).filter((text) => /Namespaces? .* moves? /.test(text));

describe('a review of a mesh with several revisions', () => {
  it('lists the namespaces that move with a tag, though nothing about them changes', () => {
    expect(moves(MESH, MESH.replace('prod: 1-29', 'prod: 1-30'))).toEqual([
      'eu: Namespaces `bank`, `shop` move from revision `1-29` to revision `1-30`.',
      'us: Namespaces `bank`, `pay`, `shop` move from revision `1-29` to revision `1-30`.',
    ]);
  });

  it('lists namespaces that move back', () => {
    expect(moves(MESH.replace('prod: 1-29', 'prod: 1-30'), MESH)).toEqual([
      'eu: Namespaces `bank`, `shop` move from revision `1-30` to revision `1-29`.',
      'us: Namespaces `bank`, `pay`, `shop` move from revision `1-30` to revision `1-29`.',
    ]);
  });

  it('lists the namespaces that move in one cluster, where its tag points elsewhere', () => {
    expect(moves(MESH, MESH.replace('{ name: us }', '{ name: us, revisionTags: { prod: 1-30 } }'))).toEqual([
      'us: Namespaces `bank`, `pay`, `shop` move from revision `1-29` to revision `1-30`.',
    ]);
  });

  it('lists a namespace that moves by its own label', () => {
    expect(moves(MESH, MESH.replace('pay: 1-29', 'pay: canary'))).toEqual([
      'eu: Namespace `pay` moves from revision `1-29` to revision `1-30`.',
    ]);
  });

  it('says nothing of a namespace that gets another label for the same revision', () => {
    expect(consequences(MESH, MESH.replace('pay: 1-29', 'pay: prod'))).toEqual([]);
  });

  it('lists the namespaces that leave the default revision', () => {
    const unnamed = MESH.replace('name: 1-29', 'name: default').replace(/1-29(?= }|,)/g, 'default');
    const direct = unnamed.replace('revision: prod', 'revision: default');
    expect(moves(direct, direct.replace('revision: default', 'revision: 1-30'))).toContain(
      'us: Namespaces `bank`, `pay`, `shop` move from the default revision to revision `1-30`.',
    );
  });

  it('says that nothing moves when a mesh with one revision begins to list its revisions', () => {
    const one = MESH.replace(/revisions: .*\nrevisionTags: .*/, 'revision: 1-29\nrevisionTags: [prod]')
      .replace('"1.30"', '"1.29.6"')
      .replace(', revision: prod', '')
      .replace(', namespaceRevisions: { pay: 1-29 }', '');
    const listed = MESH.replace(', canary: 1-30', '')
      .replace(', { name: 1-30 }', '')
      .replace(', namespaceRevisions: { pay: 1-29 }', '');
    const { sections } = reviewOf(filesOf(one), filesOf(listed));
    expect(sections).toEqual([]);
    const both = listed.replace('"1.29.6" }', '"1.29.6" }, { name: 1-30 }');
    expect(consequences(one, both)).toEqual([
      'eu: Webhook on (`istio-sidecar-injector-1-30`): pods that it selects start with a proxy.',
      'us: Webhook on (`istio-sidecar-injector-1-30`): pods that it selects start with a proxy.',
    ]);
    expect(moves(one, both.replace('prod: 1-29', 'prod: 1-30'))).toEqual([
      'eu: Namespaces `bank`, `pay`, `shop` move from revision `1-29` to revision `1-30`.',
      'us: Namespaces `bank`, `pay`, `shop` move from revision `1-29` to revision `1-30`.',
    ]);
  });

  it('prints the moves in the summary, with what to do', () => {
    const text = markdownOf(reviewOf(filesOf(MESH), filesOf(MESH.replace('prod: 1-29', 'prod: 1-30'))));
    expect(text).toContain('Namespaces `bank`, `shop` move from revision `1-29` to revision `1-30`.');
    expect(text).toMatch(/restart|created again/i);
  });
});
