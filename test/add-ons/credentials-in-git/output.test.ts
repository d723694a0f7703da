import { describe, expect, it } from 'vitest';
import { printYaml } from '../../../src/kubernetes/text/print-yaml';
import { Sandbox } from '../../e2e/sandbox';
import { check, synth } from '../../output/mesh-commands';
import { inputWith } from './mesh-with';

const FILE = 'hq/remote-secrets.k8s.yaml';
const EXTERNAL = { externalSecrets: { store: { name: 'vault' } } };

function mesh(credentials: unknown): string {
  const { credentials: own, ...rest } = inputWith(credentials);
  return printYaml(own === undefined ? rest : { ...rest, credentials: own });
}

describe('remote-secrets.k8s.yaml', () => {
  it('is the file of the primary: written, checked and left alone by the choice of clusters', () => {
    using sandbox = new Sandbox({ 'mesh.yaml': mesh(EXTERNAL) });
    const paths = { config: sandbox.path('mesh.yaml'), outdir: sandbox.path('dist') };
    expect(synth({ ...paths, clusters: ['eu'] }).report.added).not.toContain(FILE);
    expect(synth({ ...paths, clusters: ['hq'] }).report.added).toContain(FILE);
    expect(check({ ...paths, clusters: ['hq'] }).upToDate).toBe(true);
  });

  it('goes when mesh.yaml asks for no credentials any more', () => {
    using sandbox = new Sandbox({ 'mesh.yaml': mesh(EXTERNAL) });
    const paths = { config: sandbox.path('mesh.yaml'), outdir: sandbox.path('dist'), clusters: [] };
    synth(paths);
    sandbox.write('mesh.yaml', mesh(undefined));
    expect(synth(paths).report.removed).toContain(FILE);
  });
});

it('check names file and line of a credential that somebody put into it', () => {
  using sandbox = new Sandbox({ 'mesh.yaml': mesh(EXTERNAL) });
  const paths = { config: sandbox.path('mesh.yaml'), outdir: sandbox.path('dist'), clusters: [] };
  synth(paths);
  const lines = sandbox.read(`dist/${FILE}`).split('\n');
  const line = lines.findIndex((text) => text.includes('{{ .token | trim }}')) + 1;
  lines[line - 1] = '                token: aGFuZC13cml0dGVu';
  sandbox.write(`dist/${FILE}`, lines.join('\n'));
  const { problems, upToDate } = check(paths);
  expect(upToDate).toBe(false);
  expect(problems).toContainEqual(
    expect.objectContaining({
      file: sandbox.path(`dist/${FILE}`),
      position: expect.objectContaining({ line }),
      message: 'contains a credential (kubeconfig with a token)',
    }),
  );
});
