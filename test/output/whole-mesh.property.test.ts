import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineOf } from '../../src/lines/loaded-lines';
import { outputOf } from '../../src/lines/mesh-output';
import { checkMesh, parseMesh } from '../../src/lines/read-mesh';
import { LINE_NAMES } from '../../src/mesh/mesh';
import { check } from '../../src/output/check';
import { outputFiles } from '../../src/output/mesh-files';
import { writeMesh } from '../../src/output/synth-mesh';
import { problemText } from '../../src/problem';
import { validationOf } from '../../src/validate/validate-files';
import { severalPrimariesInput } from '../mesh/arbitrary-several-primaries';
import { wholeMesh } from '../mesh/arbitrary-whole-mesh';
import { runs } from '../seed';

const STORE = { externalSecrets: { store: { name: 'vault' }, properties: { kubeconfig: 'kubeconfig' } } };

describe('check', () => {
  it.each([
    ['a revision with an east-west gateway', { revision: 'canary' }, 'r-1'],
    ['a cluster with a name of 63 characters and an ExternalSecret', { credentials: STORE }, 'c'.repeat(63)],
  ])('accepts %s', (_, keys, name) => {
    const addresses = { istiod: '172.16.0.1' };
    const primary = { name: 'hq', addresses, exposure: 'east-west-gateway' };
    const { mesh } = checkMesh({ istio: '1.30', primary, remotes: [{ name }], ...keys });
    if (mesh === undefined) throw new Error('no mesh');
    const validation = validationOf(mesh, lineOf(mesh).validation(mesh));
    for (const file of outputFiles(outputOf(mesh))) validation.pass(file);
    expect(validation.problems().map(problemText)).toEqual([]);
  });
});

describe.each([
  ...LINE_NAMES.map((line) => [`of line ${line}`, wholeMesh(line)] as const),
  ['with several primaries', severalPrimariesInput] as const,
])('any valid mesh %s', (_, inputs) => {
  it('passes check once synth has written it, and synth again changes nothing', () => {
    const folder = mkdtempSync(join(tmpdir(), 'whole-mesh-'));
    try {
      fc.assert(
        fc.property(inputs as fc.Arbitrary<object>, (input) => {
          const outdir = mkdtempSync(join(folder, 'run-'));
          const { mesh, problems } = parseMesh(JSON.stringify(input), join(outdir, 'mesh.yaml'));
          expect(problems.filter(({ severity }) => severity === 'error').map(problemText)).toEqual([]);
          if (mesh === undefined) throw new Error('no mesh without errors');
          const output = outputOf(mesh);
          writeMesh(output, { outdir });
          const validation = validationOf(mesh, lineOf(mesh).validation(mesh));
          const checked = check(output, { outdir, clusters: [], validation });
          expect(checked.problems.map(problemText)).toEqual([]);
          const again = writeMesh(output, { outdir });
          expect([...again.added, ...again.changed, ...again.removed]).toEqual([]);
        }),
        // Shrinking a whole mesh takes minutes, and helps little.
        { numRuns: runs(9), endOnFailure: true },
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
