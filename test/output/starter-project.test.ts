import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { RELEASES_1_0 } from '../../src/lines/istio-1.0/facts/releases';
import { MINORS_CURRENT } from '../../src/lines/istio-current/facts/releases';
import { readMesh } from '../../src/lines/read-mesh';
import { starterMesh } from '../../src/lines/starter-mesh';
import { init } from '../../src/output/starter-project';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'init-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it.each([...RELEASES_1_0, ...MINORS_CURRENT, '1.30.3'])(
  'starts a mesh of Istio %s without mistakes',
  async (istio) => {
    init(folder, await starterMesh(istio));
    const { mesh, problems } = readMesh(join(folder, 'mesh.yaml'));
    expect(problems).toEqual([]);
    expect(mesh?.istio).toBe(istio);
  },
);

it('refuses a release of no line', async () => {
  await expect(starterMesh('1.5.0')).rejects.toThrow(
    '--istio: expected a release of Istio: 1.0.0 to 1.0.9, or 1.28 to 1.31, got "1.5.0"',
  );
});
