import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dot } from '../../src/page/dot';
import { drawing } from '../../src/page/drawing';
import { mermaid } from '../../src/page/mermaid';
import type { ClusterModel, PageModel } from '../../src/page/page-model';
import { codePoint } from '../code-point';
import { HOSTILE, HOSTILE_TEXTS } from './hostile-model';

const anyText = fc.oneof(fc.constantFrom(...HOSTILE_TEXTS), fc.string({ unit: codePoint, maxLength: 80 }));
const anyCluster: fc.Arbitrary<ClusterModel> = fc.record({
  name: anyText,
  kubernetes: anyText,
  podCidrs: fc.array(anyText, { maxLength: 4 }),
  serviceCidrs: fc.array(anyText, { maxLength: 4 }),
  apiServer: fc.option(anyText, { nil: undefined }),
  network: fc.option(anyText, { nil: undefined }),
  injection: anyText,
  namespaces: fc.array(anyText, { maxLength: 4 }),
});
const anyFacts: fc.Arbitrary<PageModel> = fc
  .array(anyCluster, { minLength: 1, maxLength: 60 })
  .map((remotes) => ({ ...HOSTILE, remotes: remotes.map((remote) => ({ ...remote, primary: 'hq' })) }));
/** The same with several primaries. */
const anyPeers: fc.Arbitrary<PageModel> = fc
  .tuple(anyFacts, fc.array(anyCluster, { minLength: 2, maxLength: 20 }))
  .map(([facts, clusters]) => ({
    ...facts,
    primaries: clusters.map((cluster) => ({ ...cluster, controlPlane: [] })),
    remotes: facts.remotes.map((remote) => ({ ...remote, primary: clusters[0]?.name ?? '' })),
  }));

describe('a picture as Mermaid', () => {
  it('is made of lines that only we write, whatever the texts, and stays far below what Mermaid refuses', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const text = mermaid(drawing(facts));
        expect(text.length).toBeLessThan(50_000);
        expect(text.match(/==>|-\.->/g)?.length ?? 0).toBeLessThan(500);
        for (const line of text.split('\n').slice(5))
          expect(line).toMatch(
            /^(?:flowchart LR| {2}acc(?:Title|Descr): [^"[\]{}<>#;]*| {2}primary\[".*"\]| +r\d+\["[^"]*"\]| {2}subgraph n\d+ \["[^"]*"\]| {4}direction TB| {2}end| {4}r\d+(?: ~~~ r\d+)+| {2}(?:primary -\.-> [rn]\d+|[rn]\d+ ==> primary)|)$/u,
          );
      }),
      { numRuns: 60 },
    );
  });

  it('of several primaries is made of lines that only we write', () => {
    fc.assert(
      fc.property(anyPeers, (facts) => {
        const text = mermaid(drawing(facts));
        expect(text.length).toBeLessThan(50_000);
        expect(text.match(/==>|-\.->/g)?.length ?? 0).toBeLessThan(500);
        for (const line of text.split('\n').slice(5))
          expect(line).toMatch(
            /^(?:flowchart LR| {2}acc(?:Title|Descr): [^"[\]{}<>#;]*| +[pr]\d+\["[^"]*"\]| {2}subgraph n\d+ \["[^"]*"\]| {2}end| {2}[pr]\d+ (?:==>|<?-\.->) [pr]\d+|)$/u,
          );
      }),
      { numRuns: 30 },
    );
  });
});

describe('a picture as Graphviz text', () => {
  it('closes every text that it opens, whatever is in it', () => {
    fc.assert(
      fc.property(fc.oneof(anyFacts, anyPeers), (facts) => {
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
  const boxesOf = (facts: PageModel) => drawing(facts).remotes.flatMap(({ boxes }) => boxes);

  it('draws forty as they are', () => {
    expect(boxesOf(many(40, 3)).map(({ title }) => title)).toEqual(
      many(40, 3).remotes.map(({ name }) => name),
    );
    expect(drawing(many(40, 3)).grouping).toBeUndefined();
  });

  it('draws more as one box for each set of options, and says so', () => {
    expect(boxesOf(many(41, 2)).map(({ title }) => title)).toEqual(['21 clusters', '20 clusters']);
    expect(drawing(many(41, 2)).grouping).toMatch(
      /^The 41 clusters are drawn as 2 boxes, since more than 40 /,
    );
  });

  it('leaves nobody out where the sets are too many for boxes', () => {
    const boxes = boxesOf(many(1000, 100));
    expect(boxes).toHaveLength(16);
    expect(boxes.at(-1)).toEqual({ title: '850 clusters', lines: ['of 85 other sets of options'] });
  });
});
