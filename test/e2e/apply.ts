import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Mesh } from '../../src/lines/mesh';
import { loadMesh } from '../../src/lines/read-mesh';
import { type KubernetesObject, readManifests, yamlFilesBelow } from '../golden/manifests';
import type { ApiServer } from './api-server';

/** The folders and files for `kubectl apply -f`, of every committed mesh of a line: folders of clusters. */
export function committedClusters(line: Mesh['line']): string[] {
  const meshes = [
    ['.', 'dist'],
    ...readdirSync('examples').map((name) => [`examples/${name}`, `examples/${name}/dist`]),
    ...readdirSync('test/golden').map((name) => [`test/golden/${name}`, `test/golden/${name}`]),
  ] as const;
  return meshes.flatMap(([folder = '', output = '']) => {
    const file = join(folder, 'mesh.yaml');
    const isOfLine = existsSync(file) && loadMesh(file).line === line;
    return isOfLine ? clusterFolders(output) : [];
  });
}

/** Returns the folder of each cluster in the output of a mesh. */
export function clusterFolders(output: string): string[] {
  return readdirSync(output, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(output, name));
}

/**
 * Applies a folder or a file to an empty cluster: everything is new, a second apply changes nothing, and `diff` is
 * empty.
 */
export function expectAppliedOnce(server: ApiServer, path: string): void {
  try {
    expectAccepted(server, path);
    const again = server.kubectl(['apply', '-f', path]);
    expect(again.code, again.stderr).toBe(0);
    const changed = again.stdout.split('\n').filter((line) => line !== '' && !line.endsWith(' unchanged'));
    expect(changed).toEqual([]);
    expect(server.kubectl(['diff', '-f', path])).toMatchObject({ code: 0, stdout: '' });
  } finally {
    clear(server, path);
  }
}

/** Applies a folder or a file, and expects that the server accepts everything. */
export function expectAccepted(server: ApiServer, path: string): void {
  const objects = objectsOf(path);
  const isPrimary = !objects.some(({ kind }) => kind === 'Namespace');
  // The installation of Istio creates the primary's namespace.
  if (isPrimary) server.kubectl(['create', 'namespace', namespaceOf(objects)]);
  const first = server.kubectl(['apply', '-f', path]);
  expect(first.code, first.stderr).toBe(0);
  const outcomes = first.stdout.trimEnd().split('\n');
  expect(outcomes).toHaveLength(objects.length);
  outcomes.forEach((line, index) => {
    const object = objects[index];
    if (object === undefined) throw new Error(`more lines than objects: ${line}`);
    // Of everything that earlier tests applied, only the namespaces are left.
    const outcome = object.kind === 'Namespace' ? '(?:created|configured|unchanged)' : 'created';
    expect(line).toMatch(
      new RegExp(`^${object.kind.toLowerCase()}(?:\\.[^/]+)?/${object.metadata.name} ${outcome}$`),
    );
  });
}

/** Creates nothing: only asks for the server's judgement, which must be no. */
export function expectRefused(server: ApiServer, manifest: string): void {
  expect(server.kubectl(['create', '--dry-run=server', '-f', '-'], manifest).code).toBe(1);
}

/** Like {@link expectRefused}, but the judgement must be yes. */
export function expectTaken(server: ApiServer, manifest: string): void {
  const { code, stderr } = server.kubectl(['create', '--dry-run=server', '-f', '-'], manifest);
  expect(code, stderr).toBe(0);
}

/** Deletes everything except the namespaces: each takes five seconds, and `default` never disappears. */
export function clear(server: ApiServer, path: string): void {
  const items = objectsOf(path).filter(({ kind }) => kind !== 'Namespace');
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  server.succeed(['delete', '--ignore-not-found', '--wait', '-f', '-'], input);
}

function objectsOf(path: string): KubernetesObject[] {
  const files = statSync(path).isDirectory() ? yamlFilesBelow(path) : [path];
  return files.flatMap((file) => readManifests(readFileSync(file, 'utf8')));
}

function namespaceOf(objects: readonly KubernetesObject[]): string {
  const namespaces = objects.flatMap(({ metadata }) => metadata.namespace ?? []);
  return namespaces[0] ?? 'istio-system';
}
