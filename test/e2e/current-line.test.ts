import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readManifests } from '../golden/manifests';
import { ApiServer, findApiServer } from './api-server';
import { define } from './definitions';

const binaries = findApiServer();

/** What the server at hand, older than any of current Istio, serves under an older version with the same fields. */
const OLDER = [
  ['discovery.k8s.io/v1', 'discovery.k8s.io/v1beta1'],
  ['autoscaling/v2', 'autoscaling/v2beta2'],
] as const;

const FILES = [
  'examples/current/dist/hq/exposure.k8s.yaml',
  'examples/current/dist/factory/istio-remote.k8s.yaml',
  'examples/current/dist/cloud-a/istio-remote.k8s.yaml',
  'examples/current/dist/cloud-b/istio-remote.k8s.yaml',
  'test/golden/current-networks/hq/exposure.golden.yaml',
  'test/golden/current-networks/same-network/istio-remote.golden.yaml',
  'test/golden/current-networks/other-network/istio-remote.golden.yaml',
  'test/golden/current-revision/hq/exposure.golden.yaml',
  'test/golden/current-revision/eu/istio-remote.golden.yaml',
];

describe.skipIf(binaries === undefined)('a real API server and current Istio', () => {
  let server: ApiServer;

  beforeAll(async () => {
    if (binaries === undefined) return;
    server = await ApiServer.start(binaries);
    define(server, 'istio-current');
    server.succeed(['create', 'namespace', 'mesh-cp']);
  });

  afterAll(() => server?.stop());

  it.each(FILES)('takes %s whole at the first apply, and the second changes nothing', (file) => {
    const objects = readManifests(readFileSync(file, 'utf8'));
    const older = join(server.work('current'), 'manifests.yaml');
    writeFileSync(
      older,
      OLDER.reduce(
        (text, [is, was]) => text.replaceAll(`apiVersion: ${is}\n`, `apiVersion: ${was}\n`),
        readFileSync(file, 'utf8'),
      ),
    );
    if (file.includes('/hq/')) server.kubectl(['create', 'namespace', 'istio-system']);
    try {
      const first = server.kubectl(['apply', '-f', older]);
      expect(first.code, first.stderr).toBe(0);
      expect(first.stdout.trimEnd().split('\n')).toHaveLength(objects.length);
      const again = server.kubectl(['apply', '-f', older]);
      const changed = again.stdout.split('\n').filter((line) => line !== '' && !line.endsWith(' unchanged'));
      expect([again.code, changed]).toEqual([0, []]);
      expect(server.kubectl(['diff', '-f', older])).toMatchObject({ code: 0, stdout: '' });
    } finally {
      const items = objects.filter(({ kind }) => kind !== 'Namespace');
      server.succeed(
        ['delete', '--ignore-not-found', '--wait', '-f', '-'],
        JSON.stringify({ apiVersion: 'v1', kind: 'List', items: items.map(withOlderVersion) }),
      );
    }
  });
});

function withOlderVersion<T extends { readonly apiVersion: string }>(object: T): T {
  const older = OLDER.find(([is]) => is === object.apiVersion);
  return older === undefined ? object : { ...object, apiVersion: older[1] };
}
