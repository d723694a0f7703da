import { inParallel, once } from '../in-parallel';
import type { Cluster } from '../kubernetes/api/cluster';
import type { LineMembership } from '../membership/line-membership';
import { membershipFor } from '../membership/member-mesh';
import { labelledSecrets } from '../membership/secret-holders';
import type { ClusterCore, MeshCore } from '../mesh/mesh';
import type { ClusterOf } from '../mesh/primaries';
import type { MeshOutput } from '../output/mesh-files';
import { UserError } from '../problem';
import {
  API_SERVER,
  type Check,
  type Connect,
  type ControlPlaneChecks,
  type LineChecks,
  type OpenReader,
  type PrimaryContext,
  REMOTE_SECRET,
  type RemoteContext,
  type RemoteOf,
} from './context';
import type { Finding } from './finding';
import { type ReadHttp, readHttp } from './http-head';
import type { LookForLeftBehind } from './left-behind';
import { remoteSecret } from './primary/remote-secret';
import { identityOf } from './remote/cluster';
import { runCheck, runFirstCheck, type TimeLimit } from './run-checks';
import { type ShowCertificates, shownCertificates } from './shown-certificate';

/** How to reach clusters. Tests pass their own. */
export interface Reach {
  /** @throws UserError if the cluster cannot be opened */
  open(cluster: ClusterCore): Cluster;
  readonly openReader: OpenReader;
  readonly connect: Connect;
  /** @default - a TLS handshake from this machine */
  readonly showCertificates?: ShowCertificates;
  /** @default - GET from this machine */
  readonly readHttp?: ReadHttp;
  /** Skip the addresses of the control plane. @default false */
  readonly skipAddresses?: boolean;
}

/** The parts of a release line that doctor uses. */
export interface ExaminedLine<M extends MeshCore> {
  readonly checks: LineChecks<M>;
  readonly membership: LineMembership;
  /** The output of the mesh. @default - doctor does not look for objects that the mesh no longer has */
  readonly output?: MeshOutput;
}

/** Limit of clusters that are checked at once. */
export const CONCURRENT_CLUSTERS = 8;

/** The clusters of a view, and which of them to check. */
interface ViewOptions<M extends MeshCore> extends Reach {
  /** The requested clusters that its primary reads and does not serve. */
  readonly others: readonly ClusterOf<M>[];
  /** Names of the remotes to check. */
  readonly names: ReadonlySet<string>;
  /** Ids of all clusters of the mesh. */
  readonly known: readonly string[];
  readonly limit: TimeLimit;
  /** Looks for objects that the mesh no longer has. @default - not checked */
  readonly lookForLeftBehind?: LookForLeftBehind | undefined;
  /** Called after each cluster. */
  readonly onDone: () => void;
}

/**
 * Checks a primary and its remotes. Findings are in the order of mesh.yaml: the primary, each remote, then the
 * primary's view of other clusters.
 * @param mesh as seen from the primary
 */
export async function examineView<M extends MeshCore>(
  { checks, membership }: ExaminedLine<M>,
  mesh: M,
  options: ViewOptions<M>,
): Promise<Finding[]> {
  const { open, names, limit, others, onDone, lookForLeftBehind } = options;
  const leftBehind = (look: LookForLeftBehind) => ({
    remote: {
      'left-behind': ({ remote, cluster }: Pick<RemoteContext<M>, 'remote' | 'cluster'>) =>
        look(remote, cluster),
    },
    primary: {
      'left-behind': ({ primary, cluster }: Pick<PrimaryContext<M>, 'primary' | 'cluster'>) =>
        look(primary, cluster),
    },
  });
  const added = lookForLeftBehind === undefined ? undefined : leftBehind(lookForLeftBehind);
  const ofControlPlane = checks.ofControlPlane?.(mesh, () => open(mesh.primary));
  const line: ExaminedLine<M> = {
    checks: {
      ...checks,
      remote: { ...checks.remote, ...ofControlPlane?.remote, ...added?.remote },
      primary: { ...checks.primary, ...ofControlPlane?.primary, ...added?.primary },
    },
    membership,
  };
  const remotes: readonly RemoteOf<M>[] = mesh.remotes.filter(({ name }) => names.has(name));
  const counted = async <T>(work: Promise<T>): Promise<T> => {
    const result = await work;
    onDone();
    return result;
  };
  const primaryIdentity = once(() => identityOf(() => open(mesh.primary)));
  const examination = { ...options, line, mesh, limit, primaryIdentity };
  const pairChecks = ofControlPlane?.pair ?? {};
  const [primary = [], ...rest] = await inParallel(CONCURRENT_CLUSTERS, [
    () => counted(examinePrimary(examination, remotes)),
    ...remotes.map((remote) => () => counted(examineRemote(examination, remote))),
  ]);
  const pairs = await inParallel(
    CONCURRENT_CLUSTERS,
    others.map((cluster) => () => examinePair(examination, cluster, pairChecks)),
  );
  const secrets = primary.filter(({ check }) => check === REMOTE_SECRET);
  const withSecrets = (clusters: readonly ClusterCore[], found: readonly (readonly Finding[])[]) =>
    found.flatMap((findings, index) => [
      ...findings,
      ...secrets.filter(({ cluster }) => cluster === clusters[index]?.name),
    ]);
  return [
    ...primary.filter(({ check }) => check !== REMOTE_SECRET),
    ...withSecrets(remotes, rest),
    ...withSecrets(others, pairs),
  ];
}

/** Asks the control plane about a cluster that it reads and does not serve. */
async function examinePair<M extends MeshCore>(
  { line, mesh, limit, open, openReader }: Examination<M>,
  remote: ClusterOf<M>,
  checks: NonNullable<ControlPlaneChecks<M>['pair']>,
): Promise<Finding[]> {
  const membership = membershipFor({ mesh, membership: line.membership }, remote.name);
  try {
    return await runAll(
      checks,
      { mesh, membership, remote, cluster: open(remote), openReader },
      remote.name,
      limit,
    );
  } catch (error) {
    // The cluster's own findings report that it cannot be opened.
    if (error instanceof UserError) return [];
    throw error;
  }
}

interface Examination<M extends MeshCore>
  extends Reach,
    Pick<RemoteContext, 'primaryIdentity'>,
    Pick<ViewOptions<M>, 'others' | 'known'> {
  readonly line: ExaminedLine<M>;
  readonly mesh: M;
  readonly limit: TimeLimit;
}

async function examineRemote<M extends MeshCore>(
  { line, mesh, limit, open, openReader, primaryIdentity }: Examination<M>,
  remote: RemoteOf<M>,
): Promise<Finding[]> {
  const { checks, membership } = line;
  const { name } = remote;
  let cluster: Cluster | undefined;
  const expected = checks.expected(mesh, remote);
  const first = await runFirstCheck(API_SERVER, name, limit, async () => {
    const opened = open(remote);
    const observed = await checks.remoteApiServer({ mesh, remote, cluster: opened });
    cluster = opened;
    return observed;
  });
  if (cluster === undefined) return first;
  const context = { mesh, membership, remote, cluster, expected, openReader, primaryIdentity };
  return [...first, ...(await runAll(checks.remote, context, name, limit))];
}

async function examinePrimary<M extends MeshCore>(
  examination: Examination<M>,
  remotes: readonly RemoteOf<M>[],
): Promise<Finding[]> {
  const { line, mesh, limit, open, openReader, connect, skipAddresses = false } = examination;
  const { checks, membership } = line;
  const showCertificates = skipAddresses ? notAsked : (examination.showCertificates ?? shownCertificates);
  const primary: M['primary'] = mesh.primary;
  const { name } = primary;
  const fromHere = runAll(
    skipAddresses ? {} : checks.machine,
    {
      ...{ mesh, membership, primary, remotes, openReader, connect, showCertificates },
      readHttp: examination.readHttp ?? readHttp,
    },
    name,
    limit,
  );
  let cluster: Cluster | undefined;
  const first = await runFirstCheck(API_SERVER, name, limit, async () => {
    const opened = open(primary);
    const observed = await checks.primaryApiServer({ mesh, primary, cluster: opened });
    cluster = opened;
    return observed;
  });
  if (cluster === undefined) return [...first, ...(await fromHere)];
  const opened = cluster;
  const remoteSecrets = once(() => labelledSecrets(opened, primary.namespace));
  const reads = [...remotes, ...examination.others];
  const context = {
    ...{ mesh, membership, primary, cluster, remotes, reads, known: examination.known },
    ...{ openReader, openRemote: open, connect, showCertificates, remoteSecrets },
  };
  const secrets = inParallel(
    CONCURRENT_CLUSTERS,
    reads.map(
      (read) => () =>
        runCheck(REMOTE_SECRET, read.name, limit, () =>
          remoteSecret({ ...context, membership: membershipFor({ mesh, membership }, read.name) }, read),
        ),
    ),
  );
  return [
    ...first,
    ...(await runAll(checks.primary, context, name, limit)),
    ...(await fromHere),
    ...(await secrets).flat(),
  ];
}

const notAsked: ShowCertificates = async () => ({ failure: '--skip-addresses' });

/** Runs all checks of one cluster at once. */
export async function runAll<Context>(
  checks: Readonly<Record<string, Check<Context>>>,
  context: Context,
  cluster: string,
  limit: TimeLimit,
): Promise<Finding[]> {
  const found = Object.entries(checks).map(([check, look]) =>
    runCheck(check, cluster, limit, () => look(context)),
  );
  return (await Promise.all(found)).flat();
}
