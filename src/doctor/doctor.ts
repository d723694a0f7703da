import { inParallel, once } from '../in-parallel';
import type { Cluster } from '../kubernetes/api/cluster';
import {
  type ConnectionOptions,
  type OpenCluster,
  openAsReader,
  openCluster,
} from '../kubernetes/api/open-cluster';
import type { LineMembership } from '../membership/line-membership';
import { labelledSecrets } from '../membership/secret-holders';
import type { MeshCore, PrimaryCore, RemoteCore } from '../mesh/mesh';
import { quoted, UserError } from '../problem';
import {
  API_SERVER,
  type Check,
  type Connect,
  type LineChecks,
  type OpenReader,
  REMOTE_SECRET,
  type RemoteContext,
  type RemoteOf,
} from './context';
import type { Finding } from './finding';
import { type ReadHttp, readHttp } from './http-head';
import { openedOnce } from './opened-once';
import { connectTcp } from './primary/reachability';
import { remoteSecret } from './primary/remote-secret';
import { identityOf } from './remote/cluster';
import { runCheck, runFirstCheck, TimeLimit } from './run-checks';
import { type ShowCertificates, shownCertificates } from './shown-certificate';

export interface DoctorOptions {
  /** How clusters are reached; its `config` is the mesh file. */
  readonly connection: ConnectionOptions;
  /** Ids of the remotes to look at; empty for all. */
  readonly remotes: readonly string[];
  /** Leaves the addresses of the control plane alone, where this machine has no way to them. @default false */
  readonly skipAddresses?: boolean;
  /** Seconds for everything together. @default 120 */
  readonly seconds?: number;
  /** Called when a cluster is done, with how many of how many. */
  readonly onProgress?: (done: number, total: number) => void;
  /** For tests. @default - real clusters */
  readonly open?: OpenCluster;
  readonly openReader?: OpenReader;
  readonly connect?: Connect;
  readonly showCertificates?: ShowCertificates;
  readonly readHttp?: ReadHttp;
}

export interface DoctorResult {
  /** In the order of mesh.yaml, the primary first. */
  readonly findings: readonly Finding[];
  /** Whether nothing is broken. */
  readonly healthy: boolean;
}

/** Looks at the live clusters of a mesh and changes nothing. @throws UserError when the mesh is wrong */
export async function doctor<M extends MeshCore>(
  mesh: M,
  line: ExaminedLine<M>,
  options: DoctorOptions,
): Promise<DoctorResult> {
  const { connection, onProgress, open = openCluster } = options;
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

function selected(mesh: MeshCore, names: readonly string[]) {
  if (names.length === 0) return mesh.remotes;
  const unknown = names.filter((name) => !mesh.remotes.some((remote) => remote.name === name));
  if (unknown.length === 0) return mesh.remotes.filter(({ name }) => names.includes(name));
  const known = mesh.remotes.slice(0, 20).map(({ name }) => name);
  throw new UserError(
    `no remote ${unknown.map(quoted).join(', ')} in the mesh. Name one of ${known.join(', ')}`,
  );
}

/** How clusters are reached; tests pass their own. */
export interface Reach {
  /** @throws UserError when the cluster cannot be opened */
  open(cluster: PrimaryCore | RemoteCore): Cluster;
  readonly openReader: OpenReader;
  readonly connect: Connect;
  /** @default - a TLS handshake from this machine */
  readonly showCertificates?: ShowCertificates;
  /** @default - GET from this machine */
  readonly readHttp?: ReadHttp;
  /** Leaves the addresses of the control plane alone. @default false */
  readonly skipAddresses?: boolean;
}

export interface ExamineOptions extends Reach {
  /** Remotes to look at; the primary always belongs to it. */
  readonly remotes: readonly Pick<RemoteCore, 'name'>[];
  /** Time for everything together. @default 120000 */
  readonly milliseconds?: number;
  /** Called when a cluster is done, with how many of how many. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** What the release line of a mesh says about its live clusters. */
export interface ExaminedLine<M extends MeshCore> {
  readonly checks: LineChecks<M>;
  readonly membership: LineMembership;
}

const CONCURRENT_CLUSTERS = 8;

/** Looks at the primary and remotes of a mesh and changes nothing. Findings are in the order of mesh.yaml. */
export async function examine<M extends MeshCore>(
  { checks, membership }: ExaminedLine<M>,
  mesh: M,
  options: ExamineOptions,
): Promise<Finding[]> {
  const { onProgress } = options;
  const open = openedOnce(options.open);
  const ofControlPlane = checks.ofControlPlane?.(mesh, () => open(mesh.primary));
  const line: ExaminedLine<M> = {
    checks: {
      ...checks,
      remote: { ...checks.remote, ...ofControlPlane?.remote },
      primary: { ...checks.primary, ...ofControlPlane?.primary },
    },
    membership,
  };
  const names = new Set(options.remotes.map(({ name }) => name));
  const remotes: readonly RemoteOf<M>[] = mesh.remotes.filter(({ name }) => names.has(name));
  const limit = new TimeLimit(options.milliseconds ?? 120_000);
  const total = remotes.length + 1;
  let done = 0;
  const counted = async <T>(work: Promise<T>): Promise<T> => {
    const result = await work;
    onProgress?.(++done, total);
    return result;
  };
  const primaryIdentity = once(() => identityOf(() => open(mesh.primary)));
  const examination = { ...options, open, line, mesh, limit, primaryIdentity };
  const [primary = [], ...rest] = await inParallel(CONCURRENT_CLUSTERS, [
    () => counted(examinePrimary(examination, remotes)),
    ...remotes.map((remote) => () => counted(examineRemote(examination, remote))),
  ]);
  const secrets = primary.filter(({ check }) => check === REMOTE_SECRET);
  return [
    ...primary.filter(({ check }) => check !== REMOTE_SECRET),
    ...rest.flatMap((findings, index) => [
      ...findings,
      ...secrets.filter(({ cluster }) => cluster === remotes[index]?.name),
    ]),
  ];
}

interface Examination<M extends MeshCore> extends Reach, Pick<RemoteContext, 'primaryIdentity'> {
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
  const context = {
    ...{ mesh, membership, primary, cluster, remotes },
    ...{ openReader, openRemote: open, connect, showCertificates, remoteSecrets },
  };
  const secrets = inParallel(
    CONCURRENT_CLUSTERS,
    remotes.map(
      (remote) => () => runCheck(REMOTE_SECRET, remote.name, limit, () => remoteSecret(context, remote)),
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

async function runAll<Context>(
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
