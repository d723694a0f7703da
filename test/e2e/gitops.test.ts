import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KubernetesObject, readManifests, yamlFilesBelow } from '../golden/manifests';
import { ApiServer, apiServerFor } from './api-server';
import { clusterFolders } from './apply';
import { define } from './definitions';

/** Examples with Argo CD, by the line of their mesh. */
const EXAMPLES = [
  { line: '1.0', dist: 'examples/gitops/dist', folders: ['argocd', 'frankfurt', 'hq', 'singapore'] },
  {
    line: 'current',
    dist: 'examples/current/dist',
    folders: ['argocd', 'cloud-a', 'cloud-b', 'factory', 'hq'],
  },
] as const;

/** Applies like Argo CD: on the server, with its own field manager. */
const APPLY = ['apply', '--server-side', '--field-manager', 'argocd-controller'];

it.each(EXAMPLES)('$dist has a folder for each cluster, and for Argo CD', ({ dist, folders }) => {
  expect(clusterFolders(dist).sort()).toEqual(folders.map((name) => join(dist, name)));
});

describe.each(EXAMPLES)('a real API server and Argo CD, $dist', ({ line, dist, folders }) => {
  const binaries = apiServerFor(line);
  let server: ApiServer;

  beforeAll(async () => {
    if (binaries === undefined) return;
    server = await ApiServer.start(binaries);
    define(server, line === '1.0' ? 'istio-1.0' : 'istio-current', 'argocd', 'external-secrets');
    // The installations of Istio on the primary, and of Argo CD, create them.
    for (const name of ['istio-system', 'argocd']) server.succeed(['create', 'namespace', name]);
  });

  afterAll(() => server?.stop());

  it.skipIf(binaries === undefined).each(folders)(
    'takes the folder %s wave by wave, and then has nothing left to change',
    (folder) => {
      const objects = yamlFilesBelow(join(dist, folder)).flatMap((file) =>
        readManifests(readFileSync(file, 'utf8')),
      );
      try {
        for (const wave of wavesOf(objects)) {
          const { code, stdout, stderr } = server.kubectl([...APPLY, '-f', '-'], listOf(wave));
          expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
          expect(stdout.trimEnd().split('\n')).toHaveLength(wave.length);
        }
        const versions = () => {
          const found = server.succeed(
            ['get', '-f', '-', '-o', 'jsonpath={.items[*].metadata.resourceVersion}'],
            listOf(objects),
          );
          return found.split(' ');
        };
        const before = versions();
        expect(before).toHaveLength(objects.length);
        expect(server.kubectl([...APPLY, '-f', '-'], listOf(objects)).code).toBe(0);
        expect(versions()).toEqual(before);
        expect(
          server.kubectl(
            ['diff', '--server-side', '--field-manager', 'argocd-controller', '-f', '-'],
            listOf(objects),
          ),
        ).toMatchObject({ code: 0, stdout: '' });
      } finally {
        // The remotes would be separate clusters with objects of the same names. Namespaces take long to delete.
        const items = objects.filter(({ kind }) => kind !== 'Namespace');
        server.succeed(['delete', '--ignore-not-found', '--wait', '-f', '-'], listOf(items));
      }
    },
  );

  it.skipIf(binaries === undefined)('would show a difference', () => {
    const objects = readManifests(readFileSync(`${dist}/argocd/app-project.k8s.yaml`, 'utf8'));
    server.succeed([...APPLY, '-f', '-'], listOf(objects));
    const changed = JSON.stringify(objects).replace('Istio in the clusters', 'Nothing in the clusters');
    const { code, stdout } = server.kubectl(
      ['diff', '--server-side', '--field-manager', 'argocd-controller', '-f', '-'],
      listOf(JSON.parse(changed)),
    );
    expect(code).toBe(1);
    expect(stdout).toContain('+  description: Nothing in the clusters');
  });
});

/** Returns the objects of each wave in Argo CD's order. */
function wavesOf(objects: readonly KubernetesObject[]): KubernetesObject[][] {
  const waveOf = ({ metadata }: KubernetesObject) =>
    Number(metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0);
  const waves = [...new Set(objects.map(waveOf))].sort((left, right) => left - right);
  return waves.map((wave) => objects.filter((object) => waveOf(object) === wave));
}

function listOf(items: readonly KubernetesObject[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}
