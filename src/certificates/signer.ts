import { existsSync, readdirSync } from 'node:fs';
import { isDnsLabel } from '../kubernetes/names';
import type { MeshCore } from '../mesh/mesh';
import { clustersOf } from '../mesh/primaries';
import { quoted, UserError } from '../problem';
import { clustersFolder } from './layout';

/** A mesh and what signs in it. */
export interface SigningMesh {
  readonly mesh: MeshCore;
  readonly line: { readonly signer: Signer };
}

/** What signs certificates in the clusters of a release line, and what it can use. Each line says it. */
export interface Signer {
  /** Why it cannot sign with a key of this type, such as `ec-p256`; undefined when it can. */
  unfitToSign(keyType: string): string | undefined;
  /** Labels of PEM private keys that it reads, with its name in messages. Absent: all that this tool reads. */
  readonly privateKeys?: { readonly reader: string; readonly labels: readonly string[] };
  /** Why it cannot use an intermediate in place of a root. Absent: it can. */
  readonly unfitAsRoot?: string;
  /** Whether every cluster has one, so that every cluster needs the files of an authority. */
  readonly isInEveryCluster: boolean;
}

/** Ids of all clusters of a mesh, primaries first. */
export function clusterNames(mesh: MeshCore): string[] {
  return clustersOf(mesh).map(({ name }) => name);
}

/** Clusters as they were named, each once; all when none was. @throws UserError for one that the mesh does not have */
export function chosenClusters(mesh: MeshCore, named: readonly string[]): string[] {
  const known = clusterNames(mesh);
  const unknown = named.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new UserError(
      `no cluster ${quoted(unknown)} in the mesh. Name some of its clusters: ${known.slice(0, 20).join(', ')}${known.length > 20 ? ', …' : ''}`,
    );
  return named.length === 0 ? known : [...new Set(named)];
}

/** Ids of the clusters that have files, those included that have left the mesh. */
export function clustersWithFiles(dir: string): string[] {
  const folder = clustersFolder(dir);
  return existsSync(folder) ? readdirSync(folder).filter(isDnsLabel).sort() : [];
}
