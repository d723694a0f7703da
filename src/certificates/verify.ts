import { existsSync, statSync } from 'node:fs';
import type { MeshCore } from '../mesh/mesh';
import { type Problem, UserError } from '../problem';
import { type Certificate, isSame } from './certificate';
import { type Examined, examineCluster } from './examine-cluster';
import { examineRoots, examineSharedKeys, examineTrust } from './examine-mesh';
import { clusterFolder, previousFolder, rootFolder } from './layout';
import { chosenClusters, clusterNames, clustersWithFiles } from './mesh-clusters';
import { wrong } from './private-key';
import { readRootCertificate } from './root';

import type { SigningMesh } from './signer';

export interface CacertsVerifyOptions {
  /** Folder of all keys and certificates. */
  readonly dir: string;
  /** Ids of clusters; empty for all that have a CA. */
  readonly clusters: readonly string[];
  /** How long before its end a certificate is worth a warning. */
  readonly warnSeconds: number;
  /** @default - now */
  readonly now?: Date;
}

export interface CacertsVerifyResult {
  readonly clusters: readonly Examined[];
  /** About the clusters, in their order, then about the mesh. */
  readonly problems: readonly Problem[];
  /** Clusters that still sign under the old root while the mesh moves to a new one; undefined when it does not. */
  readonly behind: readonly string[] | undefined;
}

/** Examines the certificates of clusters, by themselves and together. @throws UserError when there are none */
export function cacertsVerify(
  { mesh, line }: SigningMesh,
  options: CacertsVerifyOptions,
): CacertsVerifyResult {
  const { dir, warnSeconds, now = new Date() } = options;
  const names = withAuthority({ mesh, line }, options);
  if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory())
    throw new UserError(
      `${dir}: there is no such folder. Run \`istio-remote cacerts init\` to begin, or name one with --dir`,
    );
  const clock = { now, warnSeconds };
  const clusters = names.map((name) => examineCluster(dir, name, line.signer, clock));
  const problems = [
    ...clusters.flatMap((cluster) => cluster.problems),
    ...examineTrust(dir, clusters),
    ...examineSharedKeys(dir, clusters),
    ...examineRoots(dir, clusters, clock),
    ...examineLeft(dir, mesh),
  ];
  return { clusters, problems, behind: behindOf(dir, clusters) };
}

/** Where only the primary signs, remotes may do without. */
function withAuthority({ mesh, line }: SigningMesh, { clusters, dir }: CacertsVerifyOptions): string[] {
  const chosen = chosenClusters(mesh, clusters);
  return line.signer.isInEveryCluster || clusters.length > 0
    ? chosen
    : chosen.filter((name) => name === mesh.primary.name || existsSync(clusterFolder(dir, name)));
}

/** Keys of clusters that have left are of use to nobody but a thief. */
function examineLeft(dir: string, mesh: MeshCore): Problem[] {
  const known = clusterNames(mesh);
  return clustersWithFiles(dir)
    .filter((name) => !known.includes(name))
    .map((name) => ({
      ...wrong(
        clusterFolder(dir, name),
        'is of no cluster in the mesh',
        'Delete it if that cluster has left',
      ),
      severity: 'warning',
    }));
}

function behindOf(dir: string, clusters: readonly Examined[]): string[] | undefined {
  if (!existsSync(previousFolder(dir))) return undefined;
  const current = readRootCertificate(rootFolder(dir));
  const signsUnder = (root: Certificate | undefined): boolean =>
    root !== undefined && !('severity' in current) && isSame(root, current);
  return clusters.filter(({ root }) => !signsUnder(root)).map(({ cluster }) => cluster);
}
