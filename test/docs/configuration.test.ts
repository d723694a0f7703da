import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { outputOf } from '../../src/lines/mesh-output';
import { parseMesh } from '../../src/lines/read-mesh';
import { problemText } from '../../src/problem';
import { codeBlocks, PAGES, page } from './pages';

const meshes = PAGES.flatMap((at) =>
  codeBlocks(at, 'yaml')
    .filter((code) => /^istio: /m.test(code))
    .map((code, index) => ({ title: `mesh ${index + 1} of ${at.file}`, code })),
);

describe('the documentation of mesh.yaml', () => {
  it('has the tables that the schema says', () => {
    const { status, stderr } = spawnSync(process.execPath, ['build/docs.mjs', '--check'], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  it.each(meshes)('shows a valid mesh: $title', ({ code }) => {
    expect(parseMesh(code, 'mesh.yaml').problems.map(problemText)).toEqual([]);
  });

  it('shows errors as they are printed', () => {
    const [shown = ''] = codeBlocks(page('docs/configuration.md'), 'text');
    const text = `istio: 1.0.9
primary:
  name: hq
  podCidrs: [10.8.0.0/14]
  addresses:
    pilot: 999.2.3.4
    polcy: 10.8.0.12
remotes:
  - name: eu-west-1
`;
    expect(`${parseMesh(text, 'mesh.yaml').problems.map(problemText).join('\n')}\n`).toBe(shown);
  });

  it.each(['docs/output-and-review.md'])(
    '%s lists the objects that its mesh makes, in their order',
    async (file) => {
      const { meshFiles } = await import('../../src/output/mesh-files');
      const [code = ''] = codeBlocks(page(file), 'yaml').filter((text) => text.startsWith('istio: '));
      const listed = codeBlocks(page(file), 'text').find((text) => text.startsWith('dist/eu-west-1')) ?? '';
      const { mesh } = parseMesh(code, 'mesh.yaml');
      if (mesh === undefined) throw new Error('not a valid mesh');
      const made = [...meshFiles(outputOf(mesh))].flatMap(({ path, text }) => [
        `dist/${path}`,
        ...[...text.matchAll(/^kind: (\w+)$[\s\S]*?^ {2}name: (\S+)$/gm)].map(
          ([, kind, name]) => `${kind} ${name}`,
        ),
      ]);
      const lines = listed.trimEnd().split('\n');
      expect(lines.map((line) => line.trim().split(/\s+/).slice(0, 2).join(' '))).toEqual(made);
    },
  );
});
