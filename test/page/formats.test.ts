import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dot } from '../../src/page/dot';
import { drawing } from '../../src/page/drawing';
import { mermaid } from '../../src/page/mermaid';
import type { PageModel } from '../../src/page/page-model';
import { anyMesh } from './any-mesh';
import { HOSTILE } from './hostile-model';
import { boxesOf as boxesIn } from './picture-parts';

/** Lines that a picture may have, whatever the texts in it. */
const OUR_LINES =
  /^(?:flowchart LR| {2}acc(?:Title|Descr): [^"[\]{}<>#;]*| +(?:primary|[rg]?\d+)(?:\["[^"]*"\]|\[\["[^"]*"\]\])| {2}others\(\["[^"]*"\]\)| +subgraph n\d+ \["[^"]*"\]| +direction TB| +end| +r\d+(?: ~~~ r\d+)+| +\d+(?: ~~~ \d+)+| {2}(?:primary|others|[rgn]?\d+) (?:==>|<?-\.->|-->|~~~) (?:primary|[rgn]?\d+)|)$/u;

describe('a picture as Mermaid', () => {
  it.each([
    ['one primary', anyMesh(1), 40],
    ['several primaries', anyMesh(2), 30],
  ] as const)(
    'of %s is made of lines that only we write, whatever the texts, and stays far below what Mermaid refuses',
    (_, meshes, cases) => {
      fc.assert(
        fc.property(meshes, (facts) => {
          const text = mermaid(drawing(facts));
          expect(text.length).toBeLessThan(50_000);
          expect(text.match(/==>|-\.->|-->|~~~/g)?.length ?? 0).toBeLessThan(500);
          for (const line of text.split('\n').slice(5)) expect(line).toMatch(OUR_LINES);
        }),
        { numRuns: cases },
      );
    },
  );
});

describe('a picture as Graphviz text', () => {
  it('closes every text that it opens, whatever is in it', () => {
    fc.assert(
      fc.property(fc.oneof(anyMesh(1), anyMesh(2)), (facts) => {
        const bare = dot(drawing(facts)).replace(/"(?:[^"\\\n]|\\.)*"/g, '""');
        expect(bare).toMatch(/^[\w\s{}[\]=;,."->]*$/);
        expect(bare.match(/\{/g)?.length).toBe(bare.match(/\}/g)?.length);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a picture of many clusters', () => {
  const many = (count: number, versions: number): PageModel => ({
    ...HOSTILE,
    remotes: Array.from({ length: count }, (_, index) => ({
      name: `r${index}`,
      primary: 'hq',
      kubernetes: `1.${index % versions}`,
      podCidrs: [],
      serviceCidrs: [],
      namespaces: [],
    })),
  });
  const boxesOf = (facts: PageModel) =>
    boxesIn(drawing(facts).parts).flatMap(({ id, box }) => (id === 'primary' ? [] : [box]));

  it('draws forty as they are', () => {
    expect(boxesOf(many(40, 3)).map(({ title }) => title)).toEqual(
      many(40, 3).remotes.map(({ name }) => name),
    );
    expect(drawing(many(40, 3)).notes).toEqual([]);
  });

  it('draws more as one box for each set of options, and says so', () => {
    expect(boxesOf(many(41, 2)).map(({ title }) => title)).toEqual(['21 clusters', '20 clusters']);
    expect(drawing(many(41, 2)).notes).toEqual([
      'The 41 clusters are drawn as 2 boxes, since more than 40 would be too small to read: clusters with the same Kubernetes version, network and injection share one.',
    ]);
  });

  it('leaves nobody out where the sets are too many for boxes', () => {
    const boxes = boxesOf(many(1000, 100));
    expect(boxes).toHaveLength(16);
    expect(boxes.at(-1)).toEqual({ title: '850 clusters', lines: ['of 85 other sets of options'] });
  });
});
