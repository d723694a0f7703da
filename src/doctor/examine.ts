import type { Mesh10, Remote10 } from '../istio-1.0/mesh';
import type { Cluster } from '../live/cluster';
import { API_SERVER, MACHINE_CHECKS, PRIMARY_CHECKS, REMOTE_CHECKS, REMOTE_SECRET } from './checks';
import type { Check, Connect, OpenReader, RemoteContext } from './context';
import { expectedObjects } from './expected-objects';
import type { Finding } from './finding';
import * as primaryChecks from './primary/control-plane';
import { remoteSecret } from './primary/remote-secret';
import { apiServer } from './remote/api-server';
import { identityOf } from './remote/identity';
import { inParallel, runCheck, runFirstCheck, TimeLimit } from './run-checks';

/** How clusters are reached; tests pass their own. */
export interface Reach {
  /** @throws UserError when the cluster cannot be opened */
  open(cluster: Mesh10['primary'] | Remote10): Cluster;
  readonly openReader: OpenReader;
  readonly connect: Connect;
  /** Leaves the addresses of the control plane alone. @default false */
  readonly skipAddresses?: boolean;
}

export interface ExamineOptions extends Reach {
  /** Remotes to look at; the primary always belongs to it. */
  readonly remotes: readonly Remote10[];
  /** Time for everything together. @default 120000 */
  readonly milliseconds?: number;
  /** Called when a cluster is done, with how many of how many. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Clusters that are looked at at the same time. */
const AT_ONCE = 8;

/** Looks at the primary and remotes of a mesh and changes nothing. Findings are in the order of mesh.yaml. */
export async function examine(mesh: Mesh10, options: ExamineOptions): Promise<Finding[]> {
  const { remotes, onProgress } = options;
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
    () => counted(examinePrimary(mesh, options, limit)),
    ...remotes.map(
      (remote) => () => counted(examineRemote(mesh, remote, { ...options, primaryIdentity }, limit)),
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

async function examineRemote(
  mesh: Mesh10,
  remote: Remote10,
  { open, openReader, primaryIdentity }: Reach & Pick<RemoteContext, 'primaryIdentity'>,
  limit: TimeLimit,
): Promise<Finding[]> {
  const { name } = remote;
  let cluster: Cluster | undefined;
  const expected = expectedObjects(mesh, remote);
  const first = await runFirstCheck(API_SERVER, name, limit, async () => {
    const opened = open(remote);
    const judged = await apiServer({ remote, cluster: opened });
    cluster = opened;
    return judged;
  });
  if (cluster === undefined) return first;
  const context = { mesh, remote, cluster, expected, openReader, primaryIdentity };
  return [...first, ...(await runAll(REMOTE_CHECKS, context, name, limit))];
}

async function examinePrimary(
  mesh: Mesh10,
  { open, openReader, connect, remotes, skipAddresses = false }: ExamineOptions,
  limit: TimeLimit,
): Promise<Finding[]> {
  const { primary } = mesh;
  const { name } = primary;
  const fromHere = runAll(
    skipAddresses ? {} : MACHINE_CHECKS,
    { mesh, primary, remotes, openReader, connect },
    name,
    limit,
  );
  let cluster: Cluster | undefined;
  const first = await runFirstCheck(API_SERVER, name, limit, async () => {
    const opened = open(primary);
    const judged = await primaryChecks.apiServer({ primary, cluster: opened });
    cluster = opened;
    return judged;
  });
  if (cluster === undefined) return [...first, ...(await fromHere)];
  const context = { mesh, primary, cluster, remotes, openReader, connect };
  const secrets = inParallel(
    AT_ONCE,
    remotes.map(
      (remote) => () => runCheck(REMOTE_SECRET, remote.name, limit, () => remoteSecret(context, remote)),
    ),
  );
  return [
    ...first,
    ...(await runAll(PRIMARY_CHECKS, context, name, limit)),
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
