import type { Sealer } from '../add-ons/credentials-in-git/sealer';
import { once } from '../in-parallel';
import type { Cluster, KubeObject } from '../kubernetes/api/cluster';
import type { ConnectionOptions, OpenCluster, withRunLimit } from '../kubernetes/api/open-cluster';
import { defined } from '../kubernetes/fields';
import type { ClusterCore, PrimaryCore } from '../mesh/mesh';
import { UserError } from '../problem';
import { type ConfirmRotation, Declined, JoinRotation } from './join-rotation';
import { type Joined, pairOf } from './joined';
import { joinedSecret, planSecret, putSecret } from './joined-secret';
import { type Allowances, makeKubeconfig, type RemoteKubeconfig } from './kubeconfig';
import { type MemberMesh, membershipFor } from './member-mesh';
import {
  type ProvenCluster,
  proveCluster,
  refuseSameCluster,
  refuseSameServer,
  refuseUnnamedContext,
} from './prove-cluster';
import { openWithKubeconfig, proveReader } from './prove-reader';
import { clusterIdsIn } from './secret-holders';
import { endlessWarnings, type Renewal, refuseEarlyEnd } from './token-renewal';

/** How one cluster joins. */
export interface OneJoinOptions {
  /** How to reach clusters. Its `config` is mesh.yaml, its `context` that of the joining cluster. */
  readonly connection: ConnectionOptions;
  /** Examine everything and change nothing. @default false */
  readonly dryRun?: boolean;
  readonly allow?: Allowances;
  /** Remove the cluster from other Secrets that contain its kubeconfig. @default false */
  readonly takeOver?: boolean;
  /**
   * Recreate the account of the cluster first, so that its old tokens stop working.
   * @default - the account and its token stay
   */
  readonly rotate?: ConfirmRotation | undefined;
  /**
   * Request a token that expires after this many seconds.
   * @default - the token in the account's Secret, which does not expire
   */
  readonly tokenSeconds?: number | undefined;
  /**
   * Only renew tokens on the primary that expire soon, each for `tokenSeconds`.
   * @default - every cluster gets its kubeconfig
   */
  readonly renewal?: Renewal | undefined;
  /** @default clusterOpener() */
  readonly open?: OpenCluster;
}

/** A primary that gets the kubeconfigs of other clusters. */
export interface JoinReader {
  readonly primary: PrimaryCore;
  /** @throws ClusterError when the kubeconfig or the context is wrong */
  open(): Cluster;
  prove(): Promise<ProvenCluster>;
}

/** Shared by all clusters that join in one run. */
export interface JoinRun {
  readonly member: MemberMesh;
  readonly options: OneJoinOptions & { readonly open: OpenCluster };
  readonly connection: ReturnType<typeof withRunLimit>;
  readonly sealer: Sealer | undefined;
  /** Called right before each change. @throws UserError if mesh.yaml has changed in the meantime */
  refuseChange(cluster: string): Promise<void>;
  /** Limits how many changes run at once. */
  atOnce<T>(work: () => Promise<T>): Promise<T>;
}

/** A cluster that joins. */
export interface Joining {
  readonly cluster: ClusterCore;
  /** The primaries that read the cluster, or that its Secret is sealed for. */
  readonly primaries: readonly PrimaryCore[];
  /** Connections to these primaries. Empty if the Secrets are written to files. */
  readonly readers: readonly JoinReader[];
}

/** The outcome of one cluster on one primary. */
export interface Attempt {
  readonly joined: Joined;
  /** Undefined if the attempt failed or the Secret was sealed. */
  readonly secret?: KubeObject;
  /** The clusters that a successful attempt identified. */
  readonly proven: readonly ProvenCluster[];
}

/**
 * Joins a cluster to each primary that reads it, or says why that failed. A failure on one primary does not stop the
 * others.
 */
export async function tryToJoin(run: JoinRun, joining: Joining): Promise<Attempt[]> {
  const { member, options, connection } = run;
  const { rotate } = options;
  const { cluster, readers } = joining;
  const places = placesOf(run, joining);
  const named = ({ primary }: Place) => pairOf(member.mesh, cluster, primary);
  let rotation: JoinRotation | undefined;
  const failed = (place: Place, error: unknown): Attempt => {
    const about = { ...named(place), warnings: [] };
    if (error instanceof Declined) return { joined: { ...about, outcome: 'declined' }, proven: [] };
    if (!(error instanceof UserError)) throw error;
    const { message } = rotation?.explained(error, cluster.name) ?? error;
    return { joined: { ...about, outcome: 'failed', error: message }, proven: [] };
  };
  try {
    if (rotate !== undefined)
      rotation = new JoinRotation(
        member,
        readers.map((reader) => reader.open()),
        { ...options, confirm: (lines) => connection.run.pausedFor(() => rotate(lines)) },
      );
  } catch (error) {
    return places.map((place) => failed(place, error));
  }
  const prepared = once(() => prepare(run, joining, rotation));
  return Promise.all(
    places.map(async (place, index): Promise<Attempt> => {
      try {
        const ready = await prepared();
        const { kubeconfig, secret, proven } = ready;
        const { server, expires } = kubeconfig;
        const { joined, provenPrimary, warnings } = await bring(run, place, ready);
        const report = {
          ...{ ...named(place), server, ...defined({ expires }) },
          // The warnings about the kubeconfig are the same for every primary.
          warnings: [...(index === 0 ? kubeconfig.warnings : []), ...warnings],
        };
        return {
          joined: { ...report, ...joined },
          ...(joined.outcome === 'sealed' ? {} : { secret }),
          proven: provenPrimary === undefined ? [proven] : [provenPrimary, proven],
        };
      } catch (error) {
        return failed(place, error);
      }
    }),
  );
}

/** The destination of a Secret: a primary, a sealed file for one primary, or a file that all share. */
interface Place {
  readonly primary: PrimaryCore | undefined;
  readonly reader: JoinReader | undefined;
}

function placesOf({ sealer }: JoinRun, { readers, primaries }: Joining): Place[] {
  if (readers.length > 0) return readers.map((reader) => ({ primary: reader.primary, reader }));
  if (sealer === undefined) return [{ primary: undefined, reader: undefined }];
  return primaries.map((primary) => ({ primary, reader: undefined }));
}

/** The kubeconfig of a cluster, proven to work. */
interface Prepared {
  readonly source: Cluster;
  readonly kubeconfig: RemoteKubeconfig;
  readonly secret: KubeObject;
  readonly proven: ProvenCluster;
}

/** Creates the kubeconfig of a cluster and proves that it works. @throws Declined, UserError */
async function prepare(
  run: JoinRun,
  { cluster, readers }: Joining,
  rotation: JoinRotation | undefined,
): Promise<Prepared> {
  const { member, options, connection } = run;
  const { mesh } = member;
  const { name, apiServer, apiServerCa, uid } = cluster;
  const { namespace } = mesh.primary;
  const source = options.open(cluster, connection);
  // If the only primary cannot accept the Secret, stop now. With several primaries, only a rotation waits for all of
  // them.
  const awaited = readers.length === 1 || rotation !== undefined ? readers : [];
  for (const reader of awaited) refuseSameServer(reader.open(), source);
  if (rotation !== undefined) refuseUnnamedContext(source);
  let proven: ProvenCluster | undefined;
  const kubeconfig = await makeKubeconfig(source, member, {
    ...options,
    apiServer,
    apiServerCa,
    prove: async () => {
      const primaries: ProvenCluster[] = [];
      for (const reader of awaited) primaries.push(await reader.prove());
      proven = await proveCluster(source, uid);
      for (const primary of primaries) refuseSameCluster(primary, proven);
    },
    ...(rotation === undefined ? {} : { readToken: rotation.token.bind(rotation) }),
  });
  if (options.renewal !== undefined) refuseEarlyEnd(name, kubeconfig.expires, options.renewal);
  const reader = openWithKubeconfig(source, kubeconfig.text, connection);
  const proveToken = () => proveReader(reader, namespace, membershipFor(member, name));
  await (rotation === undefined ? proveToken() : rotation.prove(proveToken));
  if (proven === undefined) throw new Error(`${name} was not proven`);
  return { source, kubeconfig, secret: joinedSecret(mesh.line, name, namespace, kubeconfig.text), proven };
}

/** The outcome of a Secret at its destination. */
interface Brought {
  readonly joined: Pick<Joined, 'outcome' | 'file' | 'because'>;
  readonly warnings: readonly string[];
  readonly provenPrimary?: ProvenCluster;
}

/** Stores or writes the Secret of a cluster. @throws UserError */
async function bring(
  run: JoinRun,
  { reader, primary }: Place,
  { source, secret, proven, kubeconfig }: Prepared,
): Promise<Brought> {
  const { sealer, options, atOnce } = run;
  if (reader !== undefined) {
    const opened = reader.open();
    refuseSameServer(opened, source);
    const provenPrimary = await reader.prove();
    refuseSameCluster(provenPrimary, proven);
    const { outcome, because, existing } = await atOnce(() => store(run, opened, secret));
    const warnings = endlessWarnings(existing, source.name, kubeconfig.expires);
    return { joined: { outcome, ...defined({ because }) }, warnings, provenPrimary };
  }
  if (sealer === undefined || primary === undefined) return { joined: { outcome: 'written' }, warnings: [] };
  const { name } = source;
  if (options.dryRun !== true) await sealer.write(primary.name, name, secret);
  return { joined: { outcome: 'sealed', file: sealer.pathOf(primary.name, name) }, warnings: [] };
}

async function store({ member, options, refuseChange }: JoinRun, primary: Cluster, secret: KubeObject) {
  const { dryRun, takeOver } = options;
  const plan = await planSecret(primary, secret, member.membership, takeOver);
  if (dryRun !== true) {
    await refuseChange(clusterIdsIn(secret).join());
    await putSecret(primary, secret, plan);
  }
  return plan;
}
