import type { Sealer } from '../add-ons/credentials-in-git/sealer';
import type { Cluster, KubeObject } from '../kubernetes/api/cluster';
import {
  type ConnectionOptions,
  type OpenCluster,
  openCluster,
  type withRunLimit,
} from '../kubernetes/api/open-cluster';
import { defined } from '../kubernetes/fields';
import type { RemoteCore } from '../mesh/mesh';
import { UserError } from '../problem';
import { type ConfirmRotation, Declined, JoinRotation } from './join-rotation';
import { joinedSecret, planSecret, putSecret, type SecretOutcome, type SecretPlan } from './joined-secret';
import { type Allowances, makeKubeconfig } from './kubeconfig';
import { type MemberMesh, refuseChangedMesh } from './member-mesh';
import { type ProvenCluster, provePair, refuseSameServer, refuseUnnamedContext } from './prove-cluster';
import { openWithKubeconfig, proveReader } from './prove-reader';
import { clusterIdsIn } from './secret-holders';
import { endlessWarnings, planRenewal, type Renewal, refuseEarlyEnd } from './token-renewal';

/** How one cluster joins. */
export interface OneJoinOptions {
  /** How clusters are reached; its `config` is mesh.yaml, its `context` the remote's. */
  readonly connection: ConnectionOptions;
  /** Look at everything and change nothing. @default false */
  readonly dryRun?: boolean;
  readonly allow?: Allowances;
  /** Take a cluster out of other Secrets that have its kubeconfig. @default false */
  readonly takeOver?: boolean;
  /**
   * Makes the account of the remote anew first, so that every token of it is refused.
   * @default - the account and its token stay
   */
  readonly rotate?: ConfirmRotation | undefined;
  /** Ask for a token that ends after so many seconds. @default - the token in the account's Secret, which does not end */
  readonly tokenSeconds?: number | undefined;
  /**
   * Only renew tokens on the primary that end soon, each for `tokenSeconds`.
   * @default - every cluster gets its kubeconfig
   */
  readonly renewal?: Renewal | undefined;
  /** @default openCluster */
  readonly open?: OpenCluster;
}

/** What became of one cluster. */
export interface Joined {
  readonly cluster: string;
  /**
   * `written` or `sealed` to a file, `declined` by the user, `kept` since its token is not to be renewed; in a dry run, what
   * would become of it.
   */
  readonly outcome: SecretOutcome | 'written' | 'sealed' | 'declined' | 'kept' | 'failed';
  /** Where it was sealed into. */
  readonly file?: string;
  /** Server in the kubeconfig. */
  readonly server?: string;
  /** Why it is replaced, or kept. */
  readonly because?: string;
  /** When the token on the primary ends. Absent when it does not. */
  readonly expires?: Date;
  /** Why it failed. */
  readonly error?: string;
  readonly warnings: readonly string[];
}

/** What the clusters that join have in common. */
export interface JoinRun {
  readonly member: MemberMesh;
  readonly options: OneJoinOptions;
  readonly connection: ReturnType<typeof withRunLimit>;
  /** Undefined where the Secrets go to files. */
  readonly primary: Cluster | undefined;
  readonly provePrimary: (() => Promise<ProvenCluster>) | undefined;
  readonly sealer: Sealer | undefined;
}

/** What became of one cluster. */
export interface Attempt {
  readonly joined: Joined;
  /** Absent when it failed, and when it was sealed. */
  readonly secret?: KubeObject;
  /** The clusters of a success. */
  readonly proven: readonly ProvenCluster[];
}

/** Joins a remote cluster, or says why not. */
export async function tryToJoin(run: JoinRun, remote: RemoteCore): Promise<Attempt> {
  const { member, options, connection, primary } = run;
  const { rotate, renewal } = options;
  const rotation =
    rotate === undefined
      ? undefined
      : new JoinRotation(member, primary, {
          ...options,
          confirm: (lines) => connection.run.pausedFor(() => rotate(lines)),
        });
  try {
    if (primary !== undefined && renewal !== undefined) return await renewOne(run, remote, primary, renewal);
    return await joinOne(run, remote, rotation);
  } catch (error) {
    const failed = { cluster: remote.name, warnings: [] };
    if (error instanceof Declined) return { joined: { ...failed, outcome: 'declined' }, proven: [] };
    if (!(error instanceof UserError)) throw error;
    const { message } = rotation?.explained(error, remote.name) ?? error;
    return { joined: { ...failed, outcome: 'failed', error: message }, proven: [] };
  }
}

/** Joins a cluster anew when the token of it on the primary ends soon. @throws UserError */
async function renewOne(
  run: JoinRun,
  remote: RemoteCore,
  primary: Cluster,
  renewal: Renewal,
): Promise<Attempt> {
  const { member, options, provePrimary } = run;
  const { name } = remote;
  const { namespace } = member.mesh.primary;
  // Another cluster than the primary says nothing about the token.
  await provePrimary?.();
  const plan = await planRenewal(primary, namespace, name, member.membership, { ...options, ...renewal });
  if (plan.isDue)
    return joinOne({ ...run, options: { ...options, tokenSeconds: plan.seconds } }, remote, undefined);
  const { because, expires } = plan;
  const joined: Joined = { cluster: name, outcome: 'kept', because, warnings: [], ...defined({ expires }) };
  return { joined, proven: [] };
}

/** @throws Declined, UserError */
async function joinOne(
  run: JoinRun,
  remote: RemoteCore,
  rotation: JoinRotation | undefined,
): Promise<Attempt> {
  const { member, options, connection, primary, sealer } = run;
  const { mesh, membership } = member;
  const { name, apiServer, apiServerCa } = remote;
  const { namespace } = mesh.primary;
  const cluster = (options.open ?? openCluster)(remote, connection);
  if (primary !== undefined) refuseSameServer(primary, cluster);
  if (rotation !== undefined) refuseUnnamedContext(cluster);
  let proven: readonly ProvenCluster[] = [];
  const kubeconfig = await makeKubeconfig(cluster, member, {
    ...options,
    apiServer,
    apiServerCa,
    prove: async () => {
      proven = await provePair(run.provePrimary, cluster, mesh);
    },
    ...(rotation === undefined ? {} : { readToken: rotation.token.bind(rotation) }),
  });
  const { server, warnings, expires } = kubeconfig;
  if (options.renewal !== undefined) refuseEarlyEnd(name, expires, options.renewal);
  const reader = openWithKubeconfig(cluster, kubeconfig.text, connection);
  const proveToken = () => proveReader(reader, namespace, membership);
  await (rotation === undefined ? proveToken() : rotation.prove(proveToken));
  const secret = joinedSecret(mesh.line, name, namespace, kubeconfig.text);
  const report = { cluster: name, server, warnings, ...defined({ expires }) };
  if (sealer !== undefined) {
    if (options.dryRun !== true) await sealer.write(mesh.primary.name, name, secret);
    return { joined: { ...report, outcome: 'sealed', file: sealer.pathOf(mesh.primary.name, name) }, proven };
  }
  const plan = primary === undefined ? undefined : await store(primary, secret, options, member);
  if (plan === undefined) return { joined: { ...report, outcome: 'written' }, secret, proven };
  const { outcome, because, existing } = plan;
  const joined = {
    ...{ ...report, outcome, ...defined({ because }) },
    warnings: [...warnings, ...endlessWarnings(existing, name, expires)],
  };
  return { joined, secret, proven };
}

async function store(
  primary: Cluster,
  secret: KubeObject,
  { dryRun, takeOver }: OneJoinOptions,
  member: MemberMesh,
): Promise<SecretPlan> {
  const plan = await planSecret(primary, secret, member.membership, takeOver);
  if (dryRun !== true) {
    await refuseChangedMesh(member, clusterIdsIn(secret).join());
    await putSecret(primary, secret, plan);
  }
  return plan;
}
