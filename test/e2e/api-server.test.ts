import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LATEST_1_0 } from '../../src/lines/istio-1.0/facts/releases';
import { yamlFilesBelow } from '../golden/manifests';
import { CASES, sourcesOf } from '../lines/istio-1.0/parity/cases';
import { refusedBy, takenBy } from '../validate/api-server-answers';
import { ApiServer, apiServerFor } from './api-server';
import {
  clear,
  clusterFolders,
  committedClusters,
  expectAccepted,
  expectAppliedOnce,
  expectRefused,
  expectTaken,
} from './apply';
import { define } from './definitions';
import { istioRemote } from './run';

const binaries = apiServerFor('1.0');
/** One case for each values file. */
const cases = CASES.filter(({ release, kubernetes }) => release === LATEST_1_0 && kubernetes === undefined);

/** Manifests of clusters older than 1.14. Their webhook lacks fields that a newer server fills in at each apply. */
const OLDER_THAN_SERVER = ['test/golden/first-release/branch-office'];

const committed = [
  // gitops.test.ts checks the example gitops, wave by wave.
  ...committedClusters('1.0').filter((path) => !path.startsWith('examples/gitops/')),
  ...yamlFilesBelow('examples/own-app/dist'),
];

describe.skipIf(binaries === undefined)('a real API server and Istio 1.0', () => {
  let server: ApiServer;

  beforeAll(async () => {
    if (binaries === undefined) return;
    server = await ApiServer.start(binaries);
    define(server, 'istio-1.0', 'argocd', 'external-secrets', 'sealed-secrets');
  });

  afterAll(() => server?.stop());

  describe.each(committed.filter((path) => !OLDER_THAN_SERVER.includes(path)))('takes %s', (path) => {
    it('whole at the first apply, and the second changes nothing', () => {
      expectAppliedOnce(server, path);
    });
  });

  it.each(OLDER_THAN_SERVER)('takes %s whole at the first apply', (path) => {
    expectAccepted(server, path);
    clear(server, path);
  });

  it.each(cases)('takes what migrate and synth make of the Helm values $name', (each) => {
    const work = server.work(each.name);
    const sources = sourcesOf(each).flatMap((source, index) => {
      writeFileSync(join(work, `${index}.yaml`), source.text);
      return ['--values', join(work, `${index}.yaml`)];
    });
    const migrated = istioRemote([
      'migrate',
      ...sources,
      '--cluster',
      'remote',
      '--namespace',
      each.namespace,
    ]);
    expect(migrated.code, migrated.stderr).toBe(0);
    writeFileSync(join(work, 'mesh.yaml'), migrated.stdout);
    const synthesized = istioRemote(['synth'], { cwd: work });
    expect(synthesized.code, synthesized.stderr).toBe(0);
    for (const folder of clusterFolders(join(work, 'dist'))) expectAppliedOnce(server, folder);
  });

  it('fills the token of istio-multi, which reads the cluster and no secret', async () => {
    server.succeed(['apply', '-f', 'dist/eu-west-1']);
    const reader = join(server.work('reader'), 'kubeconfig');
    writeFileSync(reader, kubeconfigWith(await server.token('istio-multi-token')), { mode: 0o600 });

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
    clear(server, 'dist/eu-west-1');
  });

  it.each(refusedBy('1.20'))('refuses, as validation does, %s', (_, manifest) => {
    expectRefused(server, manifest);
  });

  it.each(takenBy('1.20'))('takes, as validation does, %s', (_, manifest) => {
    expectTaken(server, manifest);
  });

  function kubeconfigWith(token: string): string {
    const admin = readFileSync(server.kubeconfig, 'utf8');
    return admin.replace(/^users:.*$/m, `users: [{name: admin, user: {token: ${token}}}]`);
  }
});
