import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { type KubernetesObject, readManifests, yamlFilesBelow } from '../golden/manifests';
import type { ApiServer } from './api-server';
import { clusterFolders } from './apply';

/**
 * The same answers in less time: kubectl has the types of Kubernetes built in, and does not need the server's
 * description.
 */
const QUICKLY = ['--openapi-patch=false', '--validate=false'];

/**
 * Applies the folders of many meshes to one server, each to an empty cluster. Starts kubectl as rarely as possible,
 * because that takes most of the time.
 */
export class AppliedTwice {
  private readonly namespaces = new Set<string>();

  constructor(private readonly server: ApiServer) {}

  /** Expects that the server accepts everything in an output folder, and that a second apply changes nothing. */
  expect(outdir: string): void {
    const folders = clusterFolders(outdir);
    for (const folder of folders) this.expectFolder(folder);
    // Also refuses unknown fields. Checks all folders at once, because nothing is stored.
    const strictly = ['apply', '--dry-run=server', '--openapi-patch=false', '--validate=strict'];
    this.server.succeed([...strictly, '-R', '-f', outdir]);
  }

  private expectFolder(folder: string): void {
    const objects = yamlFilesBelow(folder).flatMap((file) => readManifests(readFileSync(file, 'utf8')));
    this.makeNamespaces(objects);
    const { code, stdout, stderr } = this.server.kubectl(['apply', ...QUICKLY, '-f', folder, '-f', folder]);
    expect(code, stderr).toBe(0);
    const outcomes = stdout.trimEnd().split('\n');
    expect(outcomes).toHaveLength(2 * objects.length);
    outcomes.forEach((outcome, index) => {
      // Of everything that earlier meshes applied, only the namespaces are left.
      if (index >= objects.length) expect(outcome).toMatch(/ unchanged$/);
      else if (objects[index]?.kind !== 'Namespace') expect(outcome).toMatch(/ created$/);
    });
    const items = objects.filter(({ kind }) => kind !== 'Namespace');
    const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
    this.server.succeed(['delete', '--ignore-not-found', '--wait=false', '-f', '-'], list);
  }

  /** On a primary, the installation of Istio creates one namespace, and that of Argo CD another. */
  private makeNamespaces(objects: readonly KubernetesObject[]): void {
    const used = objects.flatMap(({ metadata }) => metadata.namespace ?? []);
    for (const namespace of new Set(used)) {
      if (this.namespaces.has(namespace)) continue;
      this.server.kubectl(['create', 'namespace', namespace]);
      this.namespaces.add(namespace);
    }
  }
}
