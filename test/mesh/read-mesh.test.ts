import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { reader } from '../../src/lines/istio-1.0/reader';
import { checkMesh, loadMesh, readMesh } from '../../src/lines/read-mesh';
import { checkMesh as checkMeshOf } from '../../src/mesh/check-mesh';
import { problemText, UserError } from '../../src/problem';
import { BASE, mesh } from './wrong-meshes/wrong-mesh';

const folder = mkdtempSync(join(tmpdir(), 'read-mesh-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function meshFile(content: string | Uint8Array): string {
  const file = join(folder, 'mesh.yaml');
  writeFileSync(file, content);
  return file;
}

/** Returns the problems of a file, without its path. */
function problemsOf(file: string): string[] {
  return readMesh(file).problems.map((problem) => problemText(problem).replace(file, 'mesh.yaml'));
}

describe('readMesh', () => {
  it.each([
    ['with Windows line ends', mesh().replaceAll('\n', '\r\n')],
    ['with a byte order mark', `\ufeff${mesh()}`],
    ['without a newline at the end', mesh().trimEnd()],
    ['with a document marker', `---\n${mesh()}...\n`],
    ['with a version directive', `%YAML 1.2\n---\n${mesh()}`],
    [
      'as JSON',
      '{ "istio": "1.0.9", "primary": { "name": "hq", "addresses": { "pilot": "10.8.0.11" } }, "remotes": [{ "name": "eu" }] }',
    ],
  ])('reads a mesh %s', (_, text) => {
    expect(problemsOf(meshFile(text))).toEqual([]);
    expect(readMesh(meshFile(text)).mesh).toEqual(readMesh(meshFile(mesh())).mesh);
  });

  it.each<[string, string | Uint8Array, string]>([
    [
      'an empty file',
      '',
      ':1:1: the file is empty. Run `istio-remote init` in an empty folder to see what belongs in it',
    ],
    [
      'UTF-16',
      Buffer.from(`\ufeff${mesh()}`, 'utf16le'),
      ': expected text in UTF-8, got UTF-16. Save the file as UTF-8',
    ],
    [
      'UTF-16, big end first',
      Buffer.from(`\ufeff${mesh()}`, 'utf16le').swap16(),
      ': expected text in UTF-8, got UTF-16. Save the file as UTF-8',
    ],
    [
      'text in Latin-1',
      Buffer.from('# Zürich\n', 'latin1'),
      ': expected text in UTF-8, got something else. Is this the right file?',
    ],
    [
      'a binary file',
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 255]),
      ': expected text in UTF-8, got something else. Is this the right file?',
    ],
    [
      'a file of zeros',
      Buffer.alloc(16),
      ':1:1: not valid YAML: a control character. Is this the right file?',
    ],
  ])('refuses %s', (_, content, line) => {
    expect(problemsOf(meshFile(content))).toEqual([`mesh.yaml${line}`]);
  });

  it('refuses a file that is far too large without reading it', () => {
    const file = meshFile('');
    truncateSync(file, 25 * 2 ** 20);
    expect(problemsOf(file)).toEqual([
      'mesh.yaml: expected at most 24 MB, got 25 MB. Is this the right file?',
    ]);
  });

  it('says that a file is not there', () => {
    expect(problemsOf(join(folder, 'none.yaml'))).toEqual([
      'mesh.yaml: there is no such file. Run `istio-remote init` to make one, or name it with --config',
    ]);
  });

  it('says that a folder is no file', () => {
    mkdirSync(join(folder, 'sub'), { recursive: true });
    expect(problemsOf(join(folder, 'sub'))).toEqual([
      'mesh.yaml: expected a file, got a folder. Name the mesh.yaml in it',
    ]);
  });

  it('says that a device is no file', () => {
    expect(problemsOf('/dev/null')).toEqual([
      'mesh.yaml: expected a file, got a pipe or a device. Name a mesh.yaml',
    ]);
  });

  it('says why a path leads nowhere', () => {
    const file = meshFile(mesh());
    expect(problemsOf(join(file, 'mesh.yaml'))).toEqual([
      'mesh.yaml: cannot be read: "ENOTDIR". Check the path',
    ]);
    expect(problemsOf('a\0b')).toEqual([
      'a\\u0000b: cannot be read: "ERR_INVALID_ARG_VALUE". Check the path',
    ]);
  });

  // The superuser may read everything.
  it.skipIf(process.getuid?.() === 0)('says that a file may not be read', () => {
    const file = meshFile(mesh());
    writeFileSync(file, mesh(), { mode: 0o000 });
    expect(problemsOf(file)).toEqual(['mesh.yaml: may not be read. Check its permissions']);
  });
});

describe('a mesh with a hundred thousand unknown keys', () => {
  it('says of the first ones where they are, and counts the others', () => {
    const keys = Array.from({ length: 100_000 }, (_, index) => `zq${index}: 1\n`).join('');
    const found = problemsOf(meshFile(mesh() + keys));
    expect(found).toHaveLength(20);
    expect(found[0]).toMatch(/^mesh.yaml:\d+:1 zq0: unknown key. Known keys: istio, /);
    expect(found[19]).toMatch(/^mesh.yaml:\d+:1 zq19: unknown key \(and 99980 more in this map\). /);
  });
});

describe('loadMesh', () => {
  it('gives the mesh in spite of warnings', () => {
    const file = meshFile(mesh({ security: 'security: { mutualTls: true }' }));
    expect(readMesh(file).problems).toMatchObject([{ severity: 'warning' }]);
    expect(loadMesh(file).primary.name).toBe('hq');
  });

  it('throws every error of the file in one, and no warning', () => {
    const file = meshFile(
      mesh({ istio: 'istio: 2', security: 'security: { mutualTls: true }', remotes: 'remotes: []' }),
    );
    const load = (): unknown => loadMesh(file);
    expect(load).toThrow(UserError);
    expect(load).toThrow(
      [
        `${file}:1:8 istio: expected a release of Istio: 1.0.0 to 1.0.9, or 1.28 and newer, got 2. Write the release that the primary runs, such as istio: 1.0.9`,
        `${file}:6:10 remotes: expected at least one remote cluster, got an empty list. Add the cluster that joins the mesh`,
      ].join('\n'),
    );
  });
});

describe('checkMesh', () => {
  const valid = {
    istio: '1.0.9',
    primary: { name: 'hq', addresses: { pilot: '10.8.0.11' } },
    remotes: [{ name: 'eu' }],
  };

  it('gives the same mesh as a file with the same text', () => {
    expect(checkMesh(valid)).toEqual({ mesh: readMesh(meshFile(mesh(BASE))).mesh, problems: [] });
  });

  it.each([[undefined], [null], ['text'], [[]], [() => 1]])('refuses %s', (input) => {
    const { mesh: none, problems } = checkMesh(input);
    expect(none).toBeUndefined();
    expect(problems.map(problemText)).toEqual([
      expect.stringMatching(/^expected a map with keys such as istio/),
    ]);
  });

  it('reports functions and other values that no file holds beside broken rules', () => {
    const remotes = [{ name: 'hq', proxy: () => 1, tracing: Symbol('a'), citadel: { replicas: 1n } }];
    expect(checkMesh({ ...valid, remotes }).problems.map(({ path }) => path.join('.'))).toEqual([
      'remotes.0.citadel.replicas',
      'remotes.0.proxy',
      'remotes.0.tracing',
      'remotes.0.name',
    ]);
  });

  it('leaves its input as it is', () => {
    const input = { ...valid, remotes: [null, { name: 'EU', podCidrs: ['oops', '10.0.0.0/8'] }], nope: 1 };
    const before = structuredClone(input);
    checkMesh(input);
    expect(input).toEqual(before);
  });

  it('says nothing about places that could not be read, nor what follows from them', () => {
    const secure = { ...valid, security: { controlPlaneMutualTls: true } };
    expect(checkMeshOf(reader, secure, { unread: [['security', 'selfSignedCa']] }).problems).toMatchObject([
      { severity: 'warning' },
    ]);
    expect(checkMeshOf(reader, { ...valid, remotes: undefined }, { unread: [['remotes']] }).problems).toEqual(
      [],
    );
  });
});
