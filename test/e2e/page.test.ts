import { beforeAll, describe, expect, it } from 'vitest';
import { drawing } from '../../src/page/drawing';
import { mermaid } from '../../src/page/mermaid';
import { HOSTILE, HOSTILE_NETWORKS } from '../page/hostile-model';
import { CURRENT, meshText, threeNetworks } from '../page/page-of';
import { type Drawn, draw, hasBrowser } from './browser';
import { istioRemote } from './run';
import { MESH, Sandbox } from './sandbox';

const MESHES = {
  'the mesh of this repository': MESH,
  '40 clusters': meshText(40),
  '1,000 clusters': meshText(1000),
  'two networks': CURRENT,
  'three networks': threeNetworks(30),
} as const;

describe.skipIf(!hasBrowser)('pictures in a real browser', () => {
  let drawn: Record<string, Drawn> = {};
  let alerts = -1;

  beforeAll(() => {
    const pictures: Record<string, string> = {};
    for (const [name, mesh] of Object.entries(MESHES)) {
      using sandbox = new Sandbox({ 'mesh.yaml': mesh });
      expect(istioRemote(['synth'], { cwd: sandbox.folder }).code).toBe(0);
      const [, fenced] = /```mermaid\n([\s\S]*?)```\n/.exec(sandbox.read('dist/README.md')) ?? [];
      pictures[name] = fenced ?? '';
    }
    pictures['hostile texts'] = mermaid(drawing(HOSTILE));
    pictures['hostile networks'] = mermaid(drawing(HOSTILE_NETWORKS));
    pictures['not Mermaid'] = 'flowchart LR\n  a[';
    ({ drawn, alerts } = draw(pictures));
  });

  const named = (kind: string): Drawn => drawn[kind] ?? expect.fail(`nothing was drawn: ${kind}`);

  it('draws every mesh without an error, and large enough to read', () => {
    for (const name of [...Object.keys(MESHES), 'hostile texts', 'hostile networks']) {
      const { error, width, height } = named(name);
      expect(error, name).toBe('');
      expect(Math.min(width, height), name).toBeGreaterThan(100);
    }
  });

  it('shows primary, addresses, ports and every cluster', () => {
    const { text } = named('the mesh of this repository');
    for (const shown of [
      'hq',
      '10.16.0.11',
      '15011',
      'eu-west-1',
      'ap-south-1',
      'webhook off',
      '10.20.0.0/16',
    ])
      expect(text).toContain(shown);
    const forty = named('40 clusters').text;
    for (let index = 0; index < 40; index++) expect(forty).toMatch(new RegExp(`\\br${index}\\b`));
    expect(named('1,000 clusters').text).toContain('143 clusters');
    expect(named('two networks').text).toContain('network net-eu');
    for (const shown of [
      'network net-0',
      'applications',
      'port 15443 for other networks',
      'remote clusters',
      'r29',
    ])
      expect(named('three networks').text).toContain(shown);
  });

  it.each(['hostile texts', 'hostile networks'])(
    'shows %s as they are and does nothing that they say',
    (name) => {
      const { text, foreign } = named(name);
      for (const shown of [
        '</text><script>alert(1)</script>',
        '--> r0 <-- ==> ~~~ ---',
        '&lt;b&gt; &amp; #quot; #35;',
      ])
        expect(text).toContain(shown);
      expect(foreign).toBe(0);
      expect(alerts).toBe(0);
    },
  );

  it('notices what is not a picture', () => {
    expect(named('not Mermaid').error).not.toBe('');
  });
});
