import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KubernetesObject, readManifests, yamlFilesBelow } from '../golden/manifests';
import { REFUSED, TAKEN } from '../validate/judged-objects';
import { ApiServer, findApiServer } from './api-server';
import { define } from './definitions';
import { istioRemote } from './run';

const CASES = '../shared/istio-1.0/cases';
const binaries = findApiServer();
const cases = existsSync(CASES) ? readdirSync(CASES) : [];
if (cases.length === 0) console.warn(`The cases of the Helm chart are skipped: there is no ${CASES}.`);

/** Manifests of clusters older than 1.14, whose webhook lacks what a newer server fills in at each apply. */
const OLDER_THAN_SERVER = ['test/golden/first-release/branch-office'];

/** What `kubectl apply -f` is given: the folder of a cluster, or the file of a chart. */
const committed = [
  ...clusterFolders('dist'),
  // gitops.test.ts looks at the example gitops, wave by wave; current-line.test.ts at current Istio.
  ...readdirSync('examples')
    .filter((name) => name !== 'gitops' && name !== 'current')
    .flatMap((name) =>
      name === 'own-app' ? yamlFilesBelow('examples/own-app/dist') : clusterFolders(`examples/${name}/dist`),
    ),
  ...readdirSync('test/golden')
    .filter((name) => !name.startsWith('current-'))
    .flatMap((name) => clusterFolders(`test/golden/${name}`)),
];

function clusterFolders(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name));
}

describe.skipIf(binaries === undefined)('a real API server', () => {
  let server: ApiServer;

  beforeAll(async () => {
    if (binaries === undefined) return;
    server = await ApiServer.start(binaries);
    define(server, 'istio-1.0', 'argocd', 'external-secrets', 'sealed-secrets');
  });

  afterAll(() => server?.stop());

  describe.each(committed.filter((path) => !OLDER_THAN_SERVER.includes(path)))('takes %s', (path) => {
    it('whole at the first apply, and the second changes nothing', () => {
      expectAppliedOnce(path);
    });
  });

  it.each(OLDER_THAN_SERVER)('takes %s whole at the first apply', (path) => {
    expectAccepted(path);
    clear(path);
  });

  it.each(cases)('takes what migrate and synth make of the Helm values %s', (name) => {
    const work = server.work(name);
    const namespaceFile = `${CASES}/${name}/namespace`;
    const namespace = existsSync(namespaceFile)
      ? ['--namespace', readFileSync(namespaceFile, 'utf8').trim()]
      : [];
    const values = `${CASES}/${name}/values.yaml`;
    const migrated = istioRemote(['migrate', '--values', values, '--cluster', 'remote', ...namespace]);
    expect(migrated.code, migrated.stderr).toBe(0);
    writeFileSync(join(work, 'mesh.yaml'), migrated.stdout);
    const synthesized = istioRemote(['synth'], { cwd: work });
    expect(synthesized.code, synthesized.stderr).toBe(0);
    for (const folder of clusterFolders(join(work, 'dist'))) expectAppliedOnce(folder);
  });

  it('fills the token of istio-multi, by which the primary reads the cluster and no secret', async () => {
    server.succeed(['apply', '-f', 'dist/eu-west-1']);
    const reader = join(server.work('reader'), 'kubeconfig');
    writeFileSync(reader, kubeconfigWith(await tokenOfReader()), { mode: 0o600 });

    const can = (verb: string, resource: string) =>
      server.kubectl(['auth', 'can-i', verb, resource, '--all-namespaces'], '', reader).stdout.trim();
    for (const resource of ['pods', 'services', 'endpoints', 'nodes']) {
      expect([can('list', resource), can('watch', resource), can('delete', resource)]).toEqual([
        'yes',
        'yes',
        'no',
      ]);
      const listed = server.kubectl(['get', resource, '--all-namespaces', '--output', 'name'], '', reader);
      expect(listed.code, listed.stderr).toBe(0);
    }
    for (const resource of ['secrets', 'configmaps', 'serviceaccounts', 'deployments.apps']) {
      expect([can('list', resource), can('get', resource)]).toEqual(['no', 'no']);
    }
    const refused = server.kubectl(['get', 'secrets', '--namespace', 'istio-system'], '', reader);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('secrets is forbidden');
    clear('dist/eu-west-1');
  });

  it.each(REFUSED)('refuses, as validation does, %s', (_, manifest) => {
    expect(server.kubectl(['create', '--dry-run=server', '-f', '-'], manifest).code).toBe(1);
  });

  it.each(TAKEN)('takes, as validation does, %s', (_, manifest) => {
    const { code, stderr } = server.kubectl(['create', '--dry-run=server', '-f', '-'], manifest);
    expect(code, stderr).toBe(0);
  });

  /** Applies it to an empty cluster: all is new, a second time nothing changes, and nothing is left to change. */
  function expectAppliedOnce(path: string): void {
    try {
      expectAccepted(path);
      const again = server.kubectl(['apply', '-f', path]);
      expect(again.code, again.stderr).toBe(0);
      expect(
        again.stdout
          .trimEnd()
          .split('\n')
          .filter((line) => !line.endsWith(' unchanged')),
      ).toEqual([]);
      expect(server.kubectl(['diff', '-f', path])).toMatchObject({ code: 0, stdout: '' });
    } finally {
      clear(path);
    }
  }

  function expectAccepted(path: string): void {
    const objects = objectsOf(path);
    const isPrimary = !objects.some(({ kind }) => kind === 'Namespace');
    // The primary has its namespace from the installation of Istio.
    if (isPrimary) server.kubectl(['create', 'namespace', namespaceOf(objects)]);
    const first = server.kubectl(['apply', '-f', path]);
    expect(first.code, first.stderr).toBe(0);
    const outcomes = first.stdout.trimEnd().split('\n');
    expect(outcomes).toHaveLength(objects.length);
    outcomes.forEach((line, index) => {
      const object = objects[index];
      if (object === undefined) throw new Error(`more lines than objects: ${line}`);
      // Of all that earlier tests applied, the namespaces are still there.
      const outcome = object.kind === 'Namespace' ? '(?:created|configured|unchanged)' : 'created';
      expect(line).toMatch(
        new RegExp(`^${object.kind.toLowerCase()}(?:\\.[^/]+)?/${object.metadata.name} ${outcome}$`),
      );
    });
  }

  /** Takes everything away again but the namespaces: each takes five seconds to go, and `default` never does. */
  function clear(path: string): void {
    const items = objectsOf(path).filter(({ kind }) => kind !== 'Namespace');
    const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
    server.succeed(['delete', '--ignore-not-found', '--wait', '-f', '-'], input);
  }

  /** The token that the controller of tokens puts into the Secret. */
  async function tokenOfReader(): Promise<string> {
    for (let tries = 0; tries < 60; tries += 1) {
      const query = [
        'get',
        'secret',
        'istio-multi-token',
        '--namespace',
        'istio-system',
        '-o',
        'jsonpath={.data.token}',
      ];
      const token = server.succeed(query);
      if (token !== '') return Buffer.from(token, 'base64').toString();
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    throw new Error('the Secret istio-multi-token stays empty');
  }

  function kubeconfigWith(token: string): string {
    const admin = readFileSync(server.kubeconfig, 'utf8');
    return admin.replace(/^users:.*$/m, `users: [{name: admin, user: {token: ${token}}}]`);
  }
});

function objectsOf(path: string): KubernetesObject[] {
  const files = statSync(path).isDirectory() ? yamlFilesBelow(path) : [path];
  return files.flatMap((file) => readManifests(readFileSync(file, 'utf8')));
}

function namespaceOf(objects: readonly KubernetesObject[]): string {
  const namespaces = objects.flatMap(({ metadata }) => metadata.namespace ?? []);
  return namespaces[0] ?? 'istio-system';
}
