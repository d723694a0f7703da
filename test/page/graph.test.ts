import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawing } from '../../src/page/drawing';
import { meshGraph } from '../../src/page/graph';
import type { PageModel } from '../../src/page/page-model';
import { shortened } from '../../src/page/short-text';
import { anyMesh } from './any-mesh';
import { HOSTILE } from './hostile-model';
import { boxesOf, framesOf } from './picture-parts';

const titleOf = (text: string) => shortened(text, 46);

describe('the picture of any mesh', () => {
  const meshes = fc.oneof(anyMesh(1), anyMesh(2));

  it('has arrows between boxes and frames that are there, and none into the frame that it leaves', () => {
    fc.assert(
      fc.property(meshes, (model) => {
        const { parts, arrows } = meshGraph(model);
        const ids = [...boxesOf(parts), ...framesOf(parts)].map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        const inside = new Map(
          framesOf(parts).map((frame) => [frame.id, new Set(boxesOf(frame.parts).map(({ id }) => id))]),
        );
        for (const { from, to } of arrows) {
          expect(ids).toContain(from);
          expect(ids).toContain(to);
          expect(inside.get(from)?.has(to) === true || inside.get(to)?.has(from) === true).toBe(false);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('has a frame for each network with clusters, unless more than 16 share frames', () => {
    fc.assert(
      fc.property(meshes, (model) => {
        const clusters = [...model.primaries, ...model.remotes];
        const networks = new Set(clusters.flatMap(({ network }) => network ?? []));
        const titles = framesOf(meshGraph(model).parts).map(({ title }) => title);
        const missing = [...networks].filter(
          (network) => !titles.some((title) => title.startsWith(titleOf(`network ${network}`))),
        );
        const hasOthers = titles.some((title) => / other networks$/.test(title));
        expect(missing.length === 0 || (hasOthers && networks.size >= 16)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('draws each cluster once: in a box of its own, or in one that counts it', () => {
    fc.assert(
      fc.property(meshes, (model) => {
        const boxes = boxesOf(meshGraph(model).parts).filter(({ shape }) => shape === 'cluster');
        const clusters = [...model.primaries, ...model.remotes];
        if (clusters.length <= 41) {
          const names = clusters.map(({ name }) => titleOf(name)).sort();
          expect(boxes.map(({ box }) => box.title).sort()).toEqual(names);
        } else {
          const counts = boxes
            .filter(({ box }) => box.role === undefined)
            .map(({ box }) => Number.parseInt(box.title, 10));
          const single = model.primaries.length === 1 ? 1 : 0;
          expect(counts.reduce((sum, count) => sum + count, single)).toBe(clusters.length);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('lets nobody into a network without a gateway', () => {
    fc.assert(
      fc.property(meshes, (model) => {
        const { parts, arrows } = meshGraph(model);
        const entered = new Set(arrows.flatMap(({ to, kind }) => (kind === 'traffic' ? [to] : [])));
        for (const frame of framesOf(parts).filter(({ title }) => title.includes('no gateway')))
          expect(boxesOf(frame.parts).filter(({ id }) => entered.has(id))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});

const cluster = { podCidrs: [], serviceCidrs: [], namespaces: [] };

/** A primary behind its gateway in `home`, and remotes by name with their networks; a star means a gateway. */
function mesh(remotes: readonly (readonly [name: string, network: string])[]): PageModel {
  return {
    ...HOSTILE,
    primaries: [
      {
        ...cluster,
        name: 'hq',
        network: 'home',
        eastWestGateway: true,
        exposedByGateway: true,
        controlPlane: [{ name: 'istiod', address: '10.0.0.1', ports: [15012, 15017] }],
      },
    ],
    remotes: remotes.map(([name, network]) => ({
      ...cluster,
      name,
      network: network.replace('*', ''),
      eastWestGateway: network.endsWith('*'),
      primary: 'hq',
    })),
    betweenNetworks: { port: 15443, words: 'traffic' },
  };
}

/** The arrows that people see, by the titles of their ends. */
function seen(model: PageModel): string[] {
  const { parts, arrows } = meshGraph(model);
  const names = new Map([
    ...boxesOf(parts).map(({ id, shape, box }): [string, string] => [
      id,
      shape === 'gateway' ? `gateway ${box.lines[0]}` : box.title,
    ]),
    ...framesOf(parts).map(({ id, title }): [string, string] => [id, title]),
  ]);
  return arrows.flatMap(({ from, to, kind }) =>
    kind === 'order' ? [] : [`${names.get(from)} ${kind} ${names.get(to)}`],
  );
}

describe('the picture of a mesh with several networks', () => {
  it('leads calls and traffic through gateways', () => {
    const found = seen(
      mesh([
        ['near', 'home'],
        ['far', 'cloud*'],
        ['farther', 'cloud'],
      ]),
    );
    expect(found.sort()).toEqual([
      'applications traffic gateway of far',
      'applications traffic gateway of hq',
      'far calls gateway of hq',
      'farther calls gateway of hq',
      'gateway of hq calls hq',
      'hq reads far',
      'hq reads farther',
      'hq reads near',
      'near calls gateway of hq',
    ]);
  });

  it('has the primary in the frame of its network, with its gateway and the remotes there', () => {
    const { parts } = meshGraph(
      mesh([
        ['near', 'home'],
        ['far', 'cloud*'],
      ]),
    );
    const inside = framesOf(parts).map(({ title, parts: own }) => [
      title,
      boxesOf(own).map(({ box }) => box.title),
    ]);
    expect(inside).toEqual([
      ['network home', ['hq', 'east-west gateway', 'near']],
      ['network cloud', ['east-west gateway', 'far']],
    ]);
  });

  it('says in the box of a gateway whose it is, and where istiod and other networks reach it', () => {
    const boxes = boxesOf(
      meshGraph(
        mesh([
          ['near', 'home*'],
          ['far', 'cloud*'],
        ]),
      ).parts,
    );
    expect(boxes.filter(({ shape }) => shape === 'gateway').map(({ box }) => box)).toEqual([
      {
        title: '2 east-west gateways',
        lines: [
          'of hq, near',
          { strong: 'istiod', rest: 'of hq 10.0.0.1' },
          'ports 15012, 15017',
          'port 15443 for other networks',
        ],
      },
      { title: 'east-west gateway', lines: ['of far', 'port 15443 for other networks'] },
    ]);
  });

  it('lets many remotes of one frame share their arrows', () => {
    const many = Array.from({ length: 7 }, (_, index): [string, string] => [`near-${index}`, 'home']);
    expect(seen(mesh(many)).sort()).toEqual([
      'applications traffic gateway of hq',
      'gateway of hq calls hq',
      'hq reads remote clusters',
      'remote clusters calls gateway of hq',
    ]);
  });

  it('says that a network has no gateway in mesh.yaml, in its frame and below', () => {
    const picture = drawing(mesh([['far', 'cloud']]));
    expect(framesOf(picture.parts).map(({ title }) => title)).toEqual([
      'network home',
      'network cloud (no gateway in mesh.yaml)',
    ]);
    expect(picture.notes).toEqual([
      'No east-west gateway of mesh.yaml leads into the network cloud: applications in other networks reach no pods there, unless somebody else has made a gateway.',
    ]);
  });

  it('says that traffic is not drawn where the networks are too many, and draws the calls all the same', () => {
    const many = Array.from({ length: 20 }, (_, index): [string, string] => [
      `far-${index}`,
      `net-${index}*`,
    ]);
    const picture = drawing(mesh(many));
    expect(picture.legend.map(({ meaning, isDrawn }) => [meaning, isDrawn])).toEqual([
      ['calls', true],
      ['reads', true],
      ['traffic', false],
    ]);
    expect(seen(mesh(many))).toContain('far-0 calls gateway of hq');
    expect(boxesOf(picture.parts).filter(({ shape }) => shape === 'gateway')).toHaveLength(1);
  });

  it('keeps apart the gateways of two primaries in one network', () => {
    const { primaries, ...rest } = mesh([
      ['r0', 'home'],
      ['r1', 'home'],
    ]);
    const [hq] = primaries;
    const found = seen({
      ...rest,
      primaries: hq === undefined ? [] : [hq, { ...hq, name: 'hq2' }],
      remotes: rest.remotes.map((remote, index) => ({ ...remote, primary: index === 0 ? 'hq' : 'hq2' })),
    });
    expect(found).toContain('r0 calls gateway of hq');
    expect(found).toContain('r1 calls gateway of hq2');
    expect(found).not.toContain('r1 calls gateway of hq');
  });
});
