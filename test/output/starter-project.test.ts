import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import manifest from '../../package.json';
import { RELEASES_1_0 } from '../../src/lines/istio-1.0/facts/releases';
import { MINORS_CURRENT } from '../../src/lines/istio-current/facts/releases';
import { readMesh } from '../../src/lines/read-mesh';
import { starterMesh } from '../../src/lines/registry';
import { type InitOptions, init } from '../../src/output/starter-project';

const MESH = 'istio: "1.30"\n';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'init-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Starts a project with any mesh. */
function start(options: Partial<InitOptions> = {}) {
  return init(folder, { mesh: MESH, ...options });
}

it.each([...RELEASES_1_0, ...MINORS_CURRENT, '1.30.3'])(
  'starts a mesh of Istio %s without mistakes',
  async (istio) => {
    init(folder, { mesh: await starterMesh(istio) });
    const { mesh, problems } = readMesh(join(folder, 'mesh.yaml'));
    expect(problems).toEqual([]);
    expect(mesh?.istio).toBe(istio);
  },
);

it.each([
  ['multi-primary', '1.28'],
  ['multi-primary', '1.31'],
  ['ambient', '1.29'],
  ['ambient', '1.31'],
] as const)('starts a mesh of the topology %s and Istio %s without mistakes', async (topology, istio) => {
  init(folder, { mesh: await starterMesh(istio, topology) });
  const { mesh, problems } = readMesh(join(folder, 'mesh.yaml'));
  expect(problems).toEqual([]);
  expect(mesh?.primaries.length).toBe(2);
});

it.each([
  ['1.0.9', 'multi-primary'],
  ['1.28', 'ambient'],
] as const)('refuses Istio %s with the topology %s', async (istio, topology) => {
  await expect(starterMesh(istio, topology)).rejects.toThrow(`--topology: Istio ${istio} has no ${topology}`);
});

it('refuses a release of no line', async () => {
  await expect(starterMesh('1.5.0')).rejects.toThrow(
    '--istio: expected a release of Istio: 1.0.0 to 1.0.9, or 1.28 and newer, got "1.5.0"',
  );
});

it('writes a cdk8s.yaml that validates, and says what the CLI needs', () => {
  start();
  const text = read('cdk8s.yaml');
  expect(parse(text)).toEqual({
    language: 'typescript',
    app: 'npx --no istio-remote synth',
    output: 'dist',
    validations: [
      {
        package: './node_modules/cdk8s-istio-remote',
        version: manifest.version,
        class: 'ManifestValidation',
      },
    ],
  });
  expect(text).toContain('`cdk8s synth` needs cdk8s-cli');
});

it('leaves package.json alone without cdk8s', () => {
  expect(start()).toMatchObject({ synth: 'npx --no istio-remote synth' });
  expect(readdirSync(folder).sort()).toEqual(['.gitattributes', 'cdk8s.yaml', 'mesh.yaml']);
});

describe('init for cdk8s', () => {
  const NEEDED = {
    'cdk8s-cli': manifest.devDependencies['cdk8s-cli'],
    'cdk8s-istio-remote': `^${manifest.version}`,
  };
  const SCRIPT = 'cdk8s synth --check-upgrade=false';

  /** Runs `init --cdk8s` beside this package.json, and returns the result. */
  function extended(before: string) {
    writeFileSync(join(folder, 'package.json'), before);
    const { files, synth } = start({ cdk8s: true });
    return { outcome: files.at(-1)?.outcome, synth, text: read('package.json') };
  }

  it('writes a package.json with cdk8s-cli and a script without its upgrade check', () => {
    const { files, synth } = start({ cdk8s: true });
    expect(files.at(-1)).toEqual({ name: 'package.json', outcome: 'written' });
    expect(synth).toBe('npm run synth');
    expect(JSON.parse(read('package.json'))).toEqual({
      private: true,
      scripts: { synth: SCRIPT },
      devDependencies: NEEDED,
    });
  });

  it('keeps all that package.json says, its indent, its line ends and its mode', () => {
    const before = {
      name: 'mine',
      scripts: { test: 'vitest' },
      devDependencies: { zod: '^4.0.0' },
      type: 'module',
    };
    writeFileSync(join(folder, 'package.json'), '{}');
    chmodSync(join(folder, 'package.json'), 0o640);
    const { outcome, text } = extended(JSON.stringify(before, undefined, '\t').replaceAll('\n', '\r\n'));
    expect(outcome).toBe('extended');
    const after = {
      name: 'mine',
      scripts: { synth: SCRIPT, test: 'vitest' },
      devDependencies: { ...NEEDED, zod: '^4.0.0' },
      type: 'module',
    };
    expect(text).toBe(`${JSON.stringify(after, undefined, '\t')}\n`.replaceAll('\n', '\r\n'));
    expect(statSync(join(folder, 'package.json')).mode & 0o777).toBe(0o640);
  });

  it('adds nothing in a second run', () => {
    const first = extended('{}');
    expect(extended(first.text)).toEqual({ ...first, outcome: 'kept' });
  });

  it.each(['dependencies', 'devDependencies'])('keeps the versions that %s asks for', (section) => {
    const own = { 'cdk8s-cli': '2.200.0', 'cdk8s-istio-remote': 'file:cdk8s-istio-remote-0.1.0.tgz' };
    const after = JSON.parse(extended(JSON.stringify({ [section]: own })).text) as Record<string, object>;
    expect({ ...after.dependencies, ...after.devDependencies }).toEqual(own);
  });

  it('keeps a script `synth` of the project, and says what to run instead', () => {
    const { synth, text } = extended('{ "scripts": { "synth": "cdk8s synth" } }');
    expect(JSON.parse(text)).toMatchObject({ scripts: { synth: 'cdk8s synth' } });
    expect(synth).toBe(`npx ${SCRIPT}`);
  });

  it.each([
    ['', 'package.json: expected JSON'],
    ['{ "scripts": ', 'package.json: expected JSON'],
    ['[]', 'package.json: expected a map, got an empty list'],
    ['null', 'package.json: expected a map, got null'],
    ['{ "scripts": "none" }', 'package.json scripts: expected a map, got "none"'],
    ['{ "devDependencies": ["zod"] }', 'package.json devDependencies: expected a map, got a list'],
  ])('refuses %j before it writes anything', (text, message) => {
    writeFileSync(join(folder, 'package.json'), text);
    expect(() => start({ cdk8s: true })).toThrow(
      `${join(folder, message)}. Correct it and run the command again`,
    );
    expect(readdirSync(folder)).toEqual(['package.json']);
    expect(read('package.json')).toBe(text);
  });
});

function read(name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}
