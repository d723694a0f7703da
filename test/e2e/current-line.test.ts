import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CASES, isMigrated, sourceOf, withCertificates } from '../lines/istio-current/parity/cases';
import { refusedBy, takenBy } from '../validate/api-server-answers';
import { ApiServer, apiServerFor } from './api-server';
import { clusterFolders, committedClusters, expectAppliedOnce, expectRefused, expectTaken } from './apply';
import { define } from './definitions';
import { istioRemote } from './run';

const binaries = apiServerFor('current');
const committed = committedClusters('current');

it('every example and golden mesh of current Istio is there', () => {
  expect(committed).toEqual(
    expect.arrayContaining(['examples/current/dist/hq', 'test/golden/current-networks/other-network']),
  );
});

describe.skipIf(binaries === undefined)('a real API server and current Istio', () => {
  let server: ApiServer;

  beforeAll(async () => {
    if (binaries === undefined) return;
    server = await ApiServer.start(binaries);
    define(
      server,
      'istio-current',
      'argocd',
      'external-secrets',
      'sealed-secrets',
      'flux',
      'gateway-api',
      'sail',
    );
  });

  afterAll(() => server?.stop());

  it.each(committed)('takes %s whole at the first apply, and the second changes nothing', (path) => {
    expectAppliedOnce(server, path);
  });

  it.each(CASES.filter(isMigrated))('takes what migrate and synth make of the Helm values $name', (each) => {
    const work = server.work(each.name);
    writeFileSync(join(work, 'values.yaml'), withCertificates(sourceOf(each).text));
    const options = ['--istio', '1.30.3', '--cluster', 'remote2'];
    const migrated = istioRemote(['migrate', '--values', 'values.yaml', ...options], { cwd: work });
    expect(migrated.code, migrated.stderr).toBe(0);
    writeFileSync(join(work, 'mesh.yaml'), migrated.stdout);
    const synthesized = istioRemote(['synth'], { cwd: work });
    expect(synthesized.code, synthesized.stderr).toBe(0);
    for (const folder of clusterFolders(join(work, 'dist'))) expectAppliedOnce(server, folder);
  });

  it.each(refusedBy('1.34'))('refuses, as validation does, %s', (_, manifest) => {
    expectRefused(server, manifest);
  });

  it.each(takenBy('1.34'))('takes, as validation does, %s', (_, manifest) => {
    expectTaken(server, manifest);
  });
});
