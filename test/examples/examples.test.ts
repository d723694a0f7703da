import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { outputOf } from '../../src/lines/mesh-output';
import { migrate } from '../../src/lines/migrate';
import { loadMesh } from '../../src/lines/read-mesh';
import { outputFiles } from '../../src/output/mesh-files';
import { readText, yamlFilesBelow } from '../golden/manifests';

const examples = readdirSync('examples')
  .filter((name) => existsSync(`examples/${name}/README.md`))
  .sort();
const meshes = [
  ['.', 'mesh.yaml of this repository'],
  ...examples
    .filter((name) => existsSync(`examples/${name}/mesh.yaml`))
    .map((name) => [`examples/${name}`, `the example ${name}`]),
] as [folder: string, title: string][];

describe.each(meshes)('in %s, %s', (folder) => {
  const mesh = loadMesh(`${folder}/mesh.yaml`);
  const rendered = new Map(
    [...outputFiles(outputOf(mesh))].map(({ path, text }) => [`${folder}/dist/${path}`, text]),
  );

  it('renders the committed dist/, byte for byte', () => {
    const files = ['.yaml', '.md', '.patch'].flatMap((suffix) => yamlFilesBelow(`${folder}/dist`, suffix));
    const committed = files.map((file) => [file, readText(file)]);
    expect(Object.fromEntries(committed)).toEqual(
      Object.fromEntries([...rendered].map(([file, text]) => [file.replace(/^\.\//, ''), text])),
    );
  });

  it('names a schema that is there', () => {
    const [, named = ''] =
      /^# yaml-language-server: \$schema=(.*)$/m.exec(readText(`${folder}/mesh.yaml`)) ?? [];
    const installed = './node_modules/cdk8s-istio-remote/';
    const schema = named.startsWith(installed) ? named.slice(installed.length) : `${folder}/${named}`;
    expect(existsSync(schema), named).toBe(true);
  });
});

describe('the example from-helm', () => {
  it('is what migrate makes of its values', async () => {
    const values = 'examples/from-helm/values.yaml';
    const { text, warnings } = await migrate({ values: [values], cluster: 'eu-west-1', kubernetes: '1.16' });
    expect(text.replace(values, 'values.yaml')).toBe(readText('examples/from-helm/mesh.yaml'));
    expect(warnings).toEqual([]);
  });

  it('names in its README the command that made it', () => {
    expect(readText('examples/from-helm/README.md')).toContain(
      'istio-remote migrate --values values.yaml --cluster eu-west-1 --kubernetes 1.16 > mesh.yaml',
    );
  });
});

it.each(examples.filter((name) => name !== 'own-app'))(
  'the README of the example %s shows what the first synth prints',
  (name) => {
    const written = readdirSync(`examples/${name}/dist`).sort();
    const lines = written.map((entry) => `${entry}: added\n`).join('');
    expect(readText(`examples/${name}/README.md`)).toContain(`$ istio-remote synth\n${lines}`);
  },
);

describe('the examples', () => {
  it('are those of the documentation, each with a README', () => {
    expect(examples).toEqual([
      'ambient',
      'current',
      'flux',
      'from-helm',
      'gitops',
      'hostnames',
      'injected-workloads',
      'multi-primary',
      'own-app',
      'plain-vpn',
    ]);
  });
});
