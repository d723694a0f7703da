import { symlinkSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { problemText, readMesh } from '../../src';
import { pathInRepository } from '../../src/mesh/path-in-repository';
import { Sandbox } from '../e2e/sandbox';

const MESH = `istio: 1.0.9
primary: { name: hq, addresses: { pilot: 10.8.0.11 } }
`;
const CURRENT = MESH.replace('1.0.9', '"1.30"').replace('pilot', 'istiod');

/** Every key of mesh.yaml for files that synth and check read. */
const KEYS = {
  injectedWorkloads: (path: string) => `${MESH}remotes: [{ name: eu, injectedWorkloads: ['${path}'] }]\n`,
  'sharedServices.files': (path: string) =>
    `${MESH}remotes: [{ name: eu }]\nsharedServices: [{ files: ['${path}'], from: hq }]\n`,
  'sealedSecrets.folder': (path: string) =>
    `${MESH}remotes: [{ name: eu }]\ncredentials: { sealedSecrets: { folder: '${path}' } }\n`,
  crds: (path: string) => `${CURRENT}remotes: [{ name: eu, kubernetes: "1.32", crds: '${path}' }]\n`,
} as const;

/** A repository in `repo`, mesh.yaml in `repo/mesh`, a file beside the repository, and links of all kinds. */
function scene(mesh: string): Sandbox & { problems(): string[] } {
  const sandbox = new Sandbox({
    'outside/eu.yaml': 'token: outside-of-everything\n',
    'repo/.git/config': 'url = https://ci:outside-of-everything@git.example.com\n',
    'repo/mesh/mesh.yaml': mesh,
    'repo/mesh/folder/own.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n',
  });
  symlinkSync('../../outside/eu.yaml', sandbox.path('repo/mesh/file-link.yaml'));
  symlinkSync('../../outside', sandbox.path('repo/mesh/folder-link'));
  symlinkSync('../../../outside/eu.yaml', sandbox.path('repo/mesh/folder/eu.yaml'));
  symlinkSync('../../outside/missing', sandbox.path('repo/mesh/dangling'));
  symlinkSync('../.git', sandbox.path('repo/mesh/git-link'));
  const problems = () => readMesh(sandbox.path('repo/mesh/mesh.yaml')).problems.map(problemText);
  return Object.assign(sandbox, { problems });
}

const OUTSIDE = [
  '../../outside/eu.yaml',
  '../../outside',
  '../../outside/missing.yaml',
  '/etc/passwd',
  '/nowhere/at/all.yaml',
  'file-link.yaml',
  'folder-link',
  'folder-link/eu.yaml',
  'folder',
  'folder/../folder-link/eu.yaml',
  'dangling',
  'file-link.yaml/eu.yaml',
  '../../repository',
];

describe('a path of mesh.yaml', () => {
  for (const [key, meshWith] of Object.entries(KEYS)) {
    it.each(OUTSIDE)(`${key}: may not lead outside the repository: %s`, (path) => {
      using sandbox = scene(meshWith(path));
      const problems = sandbox.problems();
      expect(problems.join('\n')).toMatch(
        /mesh\.yaml:\d+:\d+ .*expected a path inside .*, which leads outside/,
      );
      expect(problems.join('\n')).not.toContain('outside-of-everything');
    });

    it.each(['../.git', '../.git/config', 'git-link', 'git-link/config'])(
      `${key}: may not lead to what git keeps: %s`,
      (path) => {
        using sandbox = scene(meshWith(path));
        expect(sandbox.problems().join('\n')).toMatch(/mesh\.yaml:\d+:\d+ .*which is git's own/);
        expect(sandbox.problems().join('\n')).not.toContain('outside-of-everything');
      },
    );

    it(`${key}: may not lead in a circle`, () => {
      using sandbox = scene(meshWith('circle'));
      symlinkSync('circle', sandbox.path('repo/mesh/circle'));
      expect(sandbox.problems().join('\n')).toMatch(/mesh\.yaml:\d+:\d+ .*leads in a circle of links/);
    });
  }

  it('may lead to any folder of the repository, by a link too', () => {
    using sandbox = scene(KEYS.injectedWorkloads('../apps-link/a.yaml'));
    sandbox.write(
      'repo/apps/a.yaml',
      'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { containers: [] }\n',
    );
    symlinkSync('apps', sandbox.path('repo/apps-link'));
    expect(sandbox.problems()).toEqual([]);
  });

  it('stays in the folder of mesh.yaml without a repository', () => {
    using sandbox = new Sandbox({ 'mesh/mesh.yaml': '', 'apps/a.yaml': '' });
    expect(pathInRepository(sandbox.path('mesh'), '../apps/a.yaml')).toMatchObject({ severity: 'error' });
    expect(pathInRepository(sandbox.path('mesh'), 'mesh.yaml')).toBe(sandbox.path('mesh/mesh.yaml'));
  });

  it('is judged by the real place of a folder that is a link itself', () => {
    using sandbox = scene('');
    symlinkSync('repo/mesh', sandbox.path('short'));
    expect(pathInRepository(sandbox.path('short'), '../other.yaml')).toBe(sandbox.path('repo/other.yaml'));
  });

  it('never leads outside, whatever steps and links it is made of', () => {
    using sandbox = scene('');
    const steps = [
      '..',
      '.',
      '',
      'folder',
      'folder-link',
      'dangling',
      'git-link',
      '.git',
      '.GIT',
      'repo',
      'mesh',
      '\0',
      'eu.yaml',
    ];
    const path = fc.tuple(fc.boolean(), fc.array(fc.constantFrom(...steps), { maxLength: 8 }));
    fc.assert(
      fc.property(path, ([absolute, parts]) => {
        const found = pathInRepository(
          sandbox.path('repo/mesh'),
          `${absolute ? `${sandbox.folder}/` : ''}${parts.join('/')}`,
        );
        if (typeof found !== 'string') return;
        expect(`${found}/`.startsWith(`${sandbox.path('repo')}/`)).toBe(true);
        expect(found.toLowerCase()).not.toMatch(/\/\.git(?:\/|$)/);
      }),
      { numRuns: 500 },
    );
  });
});

describe('injectedWorkloads', () => {
  it.each([
    ['a text', 'root:x:0:0:root:/root:/bin/bash\n', 'expected a Kubernetes object'],
    ['a list', '- a\n', 'expected a Kubernetes object, got a list'],
    ['a map without a kind', 'apiVersion: v1\n', 'kind: expected a text, got nothing'],
    [
      'an item of a List',
      'apiVersion: v1\nkind: List\nitems: [a]\n',
      'items[0]: expected a Kubernetes object',
    ],
  ])('refuses %s, which is no object of Kubernetes', (_, text, message) => {
    using sandbox = scene(KEYS.injectedWorkloads('a.yaml'));
    sandbox.write('repo/mesh/a.yaml', text);
    const [problem, ...others] = sandbox.problems();
    expect(problem).toContain(`${sandbox.path('repo/mesh/a.yaml')}:`);
    expect(problem).toContain(message);
    expect(others).toEqual([]);
  });
});
