import type { Cluster } from '../kubernetes/api/cluster';
import type { LineMembership } from '../membership/line-membership';
import type { MeshCore, PrimaryCore, RemoteCore } from '../mesh/mesh';
import type { Check, Connect, OpenReader, RemoteContext, RemoteOf } from './context';
import type { Finding } from './finding';
import { API_SERVER, type LineChecks, REMOTE_SECRET } from './line-checks';
import { remoteSecret } from './primary/remote-secret';
import { identityOf } from './remote/identity';
import { inParallel, runCheck, runFirstCheck, TimeLimit } from './run-checks';

/** How clusters are reached; tests pass their own. */
export interface Reach {
  /** @throws UserError when the cluster cannot be opened */
  open(cluster: PrimaryCore | RemoteCore): Cluster;
  readonly openReader: OpenReader;
  readonly connect: Connect;
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

/** Clusters that are looked at at the same time. */
const AT_ONCE = 8;

/** Looks at the primary and remotes of a mesh and changes nothing. Findings are in the order of mesh.yaml. */
export async function examine<M extends MeshCore>(
  { checks, membership }: ExaminedLine<M>,
  mesh: M,
  options: ExamineOptions,
): Promise<Finding[]> {
  const { onProgress } = options;
  const ofControlPlane = checks.ofControlPlane?.(mesh, () => options.open(mesh.primary));
  const line: ExaminedLine<M> = {
    checks: {
      ...checks,
      remote: { ...checks.remote, ...ofControlPlane?.remote },
      primary: { ...checks.primary, ...ofControlPlane?.primary },
    },
    membership,
  };
  const asked = new Set(options.remotes.map(({ name }) => name));
  const remotes: readonly RemoteOf<M>[] = mesh.remotes.filter(({ name }) => asked.has(name));
  const limit = new TimeLimit(options.milliseconds ?? 120_000);
  const total = remotes.length + 1;
  let done = 0;
  const counted = async <T>(work: Promise<T>): Promise<T> => {
    const result = await work;
    onProgress?.(++done, total);
    return result;
  };
  let identity: Promise<string | undefined> | undefined;
  const primaryIdentity = (): Promise<string | undefined> => {
    identity ??= identityOf(() => options.open(mesh.primary));
    return identity;
  };
  const [primary = [], ...rest] = await inParallel(AT_ONCE, [
    () => counted(examinePrimary(line, mesh, remotes, options, limit)),
    ...remotes.map(
      (remote) => () => counted(examineRemote(line, mesh, remote, { ...options, primaryIdentity }, limit)),
    ),
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

async function examineRemote<M extends MeshCore>(
  { checks, membership }: ExaminedLine<M>,
  mesh: M,
  remote: RemoteOf<M>,
  { open, openReader, primaryIdentity }: Reach & Pick<RemoteContext, 'primaryIdentity'>,
  limit: TimeLimit,
): Promise<Finding[]> {
  const { name } = remote;
  let cluster: Cluster | undefined;
  const expected = checks.expected(mesh, remote);
  const first = await runFirstCheck(API_SERVER, name, limit, async () => {
    const opened = open(remote);
    const judged = await checks.remoteApiServer({ mesh, remote, cluster: opened });
    cluster = opened;
    return judged;
  });
  if (cluster === undefined) return first;
  const context = { mesh, membership, remote, cluster, expected, openReader, primaryIdentity };
  return [...first, ...(await runAll(checks.remote, context, name, limit))];
}

async function examinePrimary<M extends MeshCore>(
  { checks, membership }: ExaminedLine<M>,
  mesh: M,
  remotes: readonly RemoteOf<M>[],
  { open, openReader, connect, skipAddresses = false }: ExamineOptions,
  limit: TimeLimit,
): Promise<Finding[]> {
  const primary: M['primary'] = mesh.primary;
  const { name } = primary;
  const fromHere = runAll(
    skipAddresses ? {} : checks.machine,
    { mesh, membership, primary, remotes, openReader, connect },
    name,
    limit,
  );
  let cluster: Cluster | undefined;
  const first = await runFirstCheck(API_SERVER, name, limit, async () => {
    const opened = open(primary);
    const judged = await checks.primaryApiServer({ mesh, primary, cluster: opened });
    cluster = opened;
    return judged;
  });
  if (cluster === undefined) return [...first, ...(await fromHere)];
  const context = { mesh, membership, primary, cluster, remotes, openReader, connect };
  const secrets = inParallel(
    AT_ONCE,
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
