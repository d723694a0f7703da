import { existsSync, readdirSync } from 'node:fs';
import { isDnsLabel } from '../kubernetes/names';
import type { MeshCore } from '../mesh/mesh';
import { clustersOf } from '../mesh/primaries';
import { quoted, UserError } from '../problem';
import { clustersFolder } from './layout';

/** A mesh and the signer in its clusters. */
export interface SigningMesh {
  readonly mesh: MeshCore;
  readonly line: { readonly signer: Signer };
}

/** The program that signs certificates in the clusters of a release line, and its limits. Each line provides it. */
export interface Signer {
  /** Returns why it cannot sign with a key of this type, for example `ec-p256`. Undefined if it can. */
  unfitToSign(keyType: string): string | undefined;
  /** PEM labels of the private keys that it reads, and its name for messages. Undefined: all that this tool reads. */
  readonly privateKeys?: { readonly reader: string; readonly labels: readonly string[] };
  /** Why it cannot use an intermediate in place of a root. Undefined if it can. */
  readonly unfitAsRoot?: string;
  /** Whether every cluster has one, and so needs the files of an authority. */
  readonly isInEveryCluster: boolean;
}

/** Returns the ids of all clusters of a mesh, primaries first. */
export function clusterNames(mesh: MeshCore): string[] {
  return clustersOf(mesh).map(({ name }) => name);
}

/**
 * Returns the given clusters, each once, or all if none is given.
 * @throws UserError for one that the mesh does not have
 */
export function chosenClusters(mesh: MeshCore, named: readonly string[]): string[] {
  const known = clusterNames(mesh);
  const unknown = named.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new UserError(
      `no cluster ${quoted(unknown)} in the mesh. Name some of its clusters: ${known.slice(0, 20).join(', ')}${known.length > 20 ? ', …' : ''}`,
    );
  return named.length === 0 ? known : [...new Set(named)];
}

/** Returns the ids of the clusters with files, including clusters that have left the mesh. */
export function clustersWithFiles(dir: string): string[] {
  const folder = clustersFolder(dir);
  return existsSync(folder) ? readdirSync(folder).filter(isDnsLabel).sort() : [];
}
