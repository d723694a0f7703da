import {
  type ConnectionOptions,
  clusterOpener,
  type OpenCluster,
  openAsReader,
} from '../kubernetes/api/open-cluster';
import type { ClusterCore, MeshCore } from '../mesh/mesh';
import { clustersOf, readClusters } from '../mesh/primaries';
import { quoted, UserError } from '../problem';
import type { Connect, OpenReader } from './context';
import { type ExaminedLine, examineView, type Reach } from './examine-view';
import type { Finding } from './finding';
import type { ReadHttp } from './http-head';
import { lookForLeftBehind } from './left-behind';
import { openedOnce } from './opened-once';
import { connectTcp } from './primary/reachability';
import { TimeLimit } from './run-checks';
import { examineSeveral } from './several-primaries';
import type { ShowCertificates } from './shown-certificate';

export interface DoctorOptions {
  /** How to reach clusters. Its `config` is the mesh file. */
  readonly connection: ConnectionOptions;
  /** Ids of the remotes to check. Empty means all. */
  readonly remotes: readonly string[];
  /** Skip the addresses of the control plane, if this machine cannot reach them. @default false */
  readonly skipAddresses?: boolean;
  /** Limit of the whole run in seconds. @default 120 */
  readonly seconds?: number;
  /** Called after each cluster with the number of finished clusters. */
  readonly onProgress?: (done: number, total: number) => void;
  /** For tests. @default - real clusters */
  readonly open?: OpenCluster;
  readonly openReader?: OpenReader;
  readonly connect?: Connect;
  readonly showCertificates?: ShowCertificates;
  readonly readHttp?: ReadHttp;
}

export interface DoctorResult {
  /** Findings in the order of mesh.yaml, the primary first. */
  readonly findings: readonly Finding[];
  /** Whether nothing is broken. */
  readonly healthy: boolean;
}

/** Checks the live clusters of a mesh and changes nothing. @throws UserError if the mesh is invalid */
export async function doctor<M extends MeshCore>(
  mesh: M,
  line: ExaminedLine<M>,
  options: DoctorOptions,
): Promise<DoctorResult> {
  const { connection, onProgress, open = clusterOpener() } = options;
  const findings = await examine(line, mesh, {
    remotes: selected(mesh, options.remotes),
    open: (cluster) => open(cluster, connection),
    openReader: options.openReader ?? ((access) => openAsReader(access, connection)),
    connect: options.connect ?? connectTcp,
    ...(options.showCertificates === undefined ? {} : { showCertificates: options.showCertificates }),
    ...(options.readHttp === undefined ? {} : { readHttp: options.readHttp }),
    skipAddresses: options.skipAddresses ?? false,
    ...(options.seconds === undefined ? {} : { milliseconds: options.seconds * 1000 }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  return { findings, healthy: !findings.some(({ status }) => status === 'broken') };
}

function selected(mesh: MeshCore, names: readonly string[]): readonly ClusterCore[] {
  const { what, clusters: choices } = readClusters(mesh);
  if (names.length === 0) return choices;
  const unknown = names.filter((name) => !choices.some((cluster) => cluster.name === name));
  if (unknown.length === 0) return choices.filter(({ name }) => names.includes(name));
  const known = choices.slice(0, 20).map(({ name }) => name);
  throw new UserError(
    `no ${what} ${unknown.map(quoted).join(', ')} in the mesh. Name one of ${known.join(', ')}`,
  );
}

export interface ExamineOptions extends Reach {
  /** Clusters to check. A primary is always checked too. */
  readonly remotes: readonly Pick<ClusterCore, 'name'>[];
  /** Limit of the whole run in milliseconds. @default 120000 */
  readonly milliseconds?: number;
  /** Called after each cluster with the number of finished clusters. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Checks the primaries and the given clusters of a mesh, and changes nothing. Findings are in the order of mesh.yaml.
 */
export async function examine<M extends MeshCore>(
  line: ExaminedLine<M>,
  mesh: M,
  options: ExamineOptions,
): Promise<Finding[]> {
  const { onProgress } = options;
  const names = new Set(options.remotes.map(({ name }) => name));
  const total = mesh.primaries.length + mesh.remotes.filter(({ name }) => names.has(name)).length;
  let done = 0;
  const view = {
    ...options,
    open: openedOnce(options.open),
    names,
    known: clustersOf(mesh).map(({ name }) => name),
    limit: new TimeLimit(options.milliseconds ?? 120_000),
    lookForLeftBehind: line.output === undefined ? undefined : lookForLeftBehind(line.output),
    onDone: () => onProgress?.(++done, total),
  };
  return mesh.primaries.length === 1
    ? examineView(line, mesh, { ...view, others: [] })
    : examineSeveral(line, mesh, view);
}
