import { Sealer, type SealRequest } from '../add-ons/credentials-in-git/sealer';
import { inParallel, once, turnstile } from '../in-parallel';
import type { Cluster, KubeObject } from '../kubernetes/api/cluster';
import { type ConnectionOptions, clusterOpener, withRunLimit } from '../kubernetes/api/open-cluster';
import { printYaml } from '../kubernetes/text/print-yaml';
import type { ClusterCore, MeshCore, PrimaryCore } from '../mesh/mesh';
import { findCluster, readPairs } from '../mesh/primaries';
import { UserError } from '../problem';
import type { Attempt, Joining, JoinReader, JoinRun, OneJoinOptions } from './join-one';
import type { Joined } from './joined';
import { type MemberMesh, readClusterOf, refuseChangedMesh, refuseUnfitPrimaryContext } from './member-mesh';
import { refuseUnfit, writePrivateFile } from './private-file';
import { doubtsAbout, proofOf, proveCluster } from './prove-cluster';
import { recordUids } from './record-uids';
import { tryToRenewOrJoin } from './renew-one';
import { clusterIdsIn } from './secret-holders';

export interface JoinOptions extends OneJoinOptions {
  /**
   * Ids of the clusters that join, each with all its pairs: remotes and, with several primaries, also primaries.
   * Empty means all.
   */
  readonly remotes: readonly string[];
  readonly primaryContext?: string | undefined;
  /**
   * Where to write the Secrets instead of storing them on the primary. `-` only returns them.
   * @default - the primary
   */
  readonly output?: string | undefined;
  /**
   * Seals the Secrets into files for Git instead of storing them on the primary.
   * @default - nothing is sealed
   */
  readonly seal?: SealRequest | undefined;
  /** Output folder of the manifests. Credentials are never written there. */
  readonly outdir: string;
  /** Write the uids of the primary and of the joining clusters into mesh.yaml. @default false */
  readonly record?: boolean;
  /** Called with the outcome of each cluster as soon as it is known. */
  readonly onJoin?: (joined: Joined) => void;
}

export interface JoinResult {
  readonly clusters: readonly Joined[];
  /** Manifests of the Secrets, for an output. A dry run leaves the kubeconfigs out. */
  readonly manifests: string;
  /** Clusters whose uid join wrote into mesh.yaml. */
  readonly recorded: readonly string[];
  /** Warnings about the files, and about clusters that may be the wrong ones. */
  readonly warnings: readonly string[];
}

/** Marks a Secret of this tool or of kubectl, which a new one may replace. */
const SECRET = /^kind: *"?Secret"?\s*$|"kind": *"Secret"/m;

/**
 * Joins remote clusters: creates the kubeconfig of each, proves that it works, and stores it on the primary in a
 * Secret. A failure does not stop the next cluster.
 * @throws UserError if no cluster could be tried
 */
export async function join(member: MemberMesh, given: JoinOptions): Promise<JoinResult> {
  const options = { ...given, open: given.open ?? clusterOpener() };
  const { output, outdir, dryRun = false, rotate } = options;
  const connection = withRunLimit(options.connection);
  const { mesh } = member;
  const chosen = chosenPairs(mesh, options);
  const file =
    output === undefined || output === '-' || dryRun ? undefined : { path: output, outdir, replaces: SECRET };
  if (file !== undefined) refuseUnfit(file);
  const place = { config: member.file, outdir };
  const sealer = options.seal === undefined ? undefined : new Sealer(mesh, options.seal, place);
  const readerOf =
    output === undefined && sealer === undefined ? readersFor(member, options, connection) : undefined;
  const joining = chosen.map(
    ({ cluster, primaries }): Joining => ({
      cluster,
      primaries,
      readers: readerOf === undefined ? [] : primaries.map(readerOf),
    }),
  );
  const report = (attempts: readonly Attempt[]): readonly Attempt[] => {
    for (const { joined } of attempts) options.onJoin?.(joined);
    return attempts;
  };
  const run = { member, options, sealer, refuseChange: changeGuard(member), atOnce: turnstile(AT_ONCE) };
  // With one primary, or with questions to the user, pairs run one after the other. Pairs of several primaries run at
  // once.
  const inTurn = mesh.primaries.length === 1 || rotate !== undefined;
  const attempts = await inParallel(
    inTurn ? 1 : AT_ONCE,
    joining.map((one) => async () => {
      if (inTurn) connection.run.restart();
      const own = inTurn ? connection : withRunLimit(connectionOf(one.cluster, options));
      return report(await tryToRenewOrJoin({ ...run, connection: own }, one));
    }),
  );
  const made = attempts.flat();
  const proven = made.flatMap((attempt) => attempt.proven);
  const manifests = distinctSecrets(made)
    .map((secret) => `---\n${printYaml(dryRun ? redacted(secret) : secret)}`)
    .join('');
  const written =
    file === undefined || manifests === '' ? [] : writePrivateFile({ ...file, text: manifests });
  const warnings = sealer?.warnings ?? (readerOf === undefined ? [] : otherMaker(member));
  const recorded = options.record === true ? recordUids(member.file, proven) : [];
  const doubtful = proven.filter(({ cluster }) => readerOf !== undefined && !recorded.includes(cluster.name));
  return {
    clusters: made.map(({ joined }) => joined),
    manifests,
    recorded,
    warnings: [...doubtsAbout(doubtful, member), ...warnings, ...written],
  };
}

/** Limit of clusters that join at once, and of changes on primaries at once. */
const AT_ONCE = 8;

/** A cluster, and the primaries that get its kubeconfig. */
interface ChosenCluster {
  readonly cluster: ClusterCore;
  readonly primaries: readonly PrimaryCore[];
}

/**
 * Selects the pairs of a primary and a cluster that it reads: all, or those with a chosen cluster on either side.
 * Groups them by cluster, since all its readers share one kubeconfig.
 * @throws UserError
 */
function chosenPairs(
  mesh: MemberMesh['mesh'],
  { remotes, connection, primaryContext, rotate }: JoinOptions,
): ChosenCluster[] {
  const names = new Set(remotes);
  for (const name of names) readClusterOf(mesh, name);
  const pairs = readPairs<MeshCore>(mesh).filter(
    ({ reader, cluster }) =>
      // A rotation concerns only the account of the chosen cluster.
      names.size === 0 || names.has(cluster.name) || (rotate === undefined && names.has(reader.name)),
  );
  const byCluster = new Map<string, { cluster: ClusterCore; primaries: PrimaryCore[] }>();
  // Chosen clusters keep the order of the command line.
  for (const name of names) {
    const cluster = findCluster<MeshCore>(mesh, name);
    if (cluster !== undefined) byCluster.set(name, { cluster, primaries: [] });
  }
  for (const { reader, cluster } of pairs) {
    const known = byCluster.get(cluster.name) ?? { cluster, primaries: [] };
    byCluster.set(cluster.name, known);
    known.primaries.push(reader);
  }
  const named = names.size === 0 ? byCluster.size : names.size;
  if (connection.context !== undefined && named > 1)
    throw new UserError(
      `--context names the context of one cluster, got ${named} clusters. Name the context of each in mesh.yaml`,
    );
  refuseUnfitPrimaryContext(mesh, primaryContext);
  return [...byCluster.values()];
}

/** `--context` belongs to the one chosen cluster. */
function connectionOf({ name }: ClusterCore, { connection, remotes }: JoinOptions): ConnectionOptions {
  const { context, ...rest } = connection;
  return context !== undefined && remotes.includes(name) ? connection : rest;
}

/** Opens and proves each primary once. A single primary is opened at once and, after a failure, again. */
function readersFor(
  { mesh }: MemberMesh,
  options: JoinOptions & Pick<JoinRun['options'], 'open'>,
  connection: ReturnType<typeof withRunLimit>,
): (primary: PrimaryCore) => JoinReader {
  const { open, primaryContext, rotate } = options;
  if (mesh.primaries.length === 1) {
    const opened = open(mesh.primary, { ...connection, context: primaryContext });
    const prove = proofOf(opened, mesh.primary.uid);
    return (primary) => ({ primary, open: () => opened, prove });
  }
  const readers = new Map(
    mesh.primaries.map((primary): [string, JoinReader] => {
      let opened: Cluster | undefined;
      const own =
        rotate === undefined
          ? withRunLimit(connectionOf(primary, options))
          : { ...connection, context: undefined };
      const openOnce = (): Cluster => {
        opened ??= open(primary, own);
        return opened;
      };
      return [
        primary.name,
        { primary, open: openOnce, prove: once(async () => proveCluster(openOnce(), primary.uid)) },
      ];
    }),
  );
  return (primary) => {
    const reader = readers.get(primary.name);
    if (reader === undefined) throw new Error(`no primary ${primary.name}`);
    return reader;
  };
}

/** Milliseconds until mesh.yaml has to be read again. */
const READ_FOR = 1000;

/** Reads mesh.yaml again right before a change. Thousands of changes in a row share one reading. */
function changeGuard(member: MemberMesh): (cluster: string) => Promise<void> {
  if (member.mesh.primaries.length === 1) return (cluster) => refuseChangedMesh(member, cluster);
  let read: ReturnType<MemberMesh['reread']> | undefined;
  let until = 0;
  const reread = (): ReturnType<MemberMesh['reread']> => {
    const now = performance.now();
    if (read === undefined || now > until) {
      read = member.reread();
      until = now + READ_FOR;
    }
    return read;
  };
  return (cluster) => refuseChangedMesh({ ...member, reread }, cluster);
}

/** All readers of a cluster share one Secret. */
function distinctSecrets(attempts: readonly Attempt[]): KubeObject[] {
  const secrets = attempts.flatMap(({ secret }) => secret ?? []);
  return [...new Map(secrets.map((secret) => [secret.metadata.name, secret])).values()];
}

/** A Secret has one owner: the sealed-secrets controller does not replace a Secret that it did not create. */
function otherMaker({ mesh: { credentials }, file }: MemberMesh): string[] {
  if (credentials === undefined) return [];
  return [
    `warning: ${file}: with credentials.${credentials.from === 'sealed-secrets' ? 'sealedSecrets' : 'externalSecrets'} a controller of the primary makes the same Secrets. Use one way for each cluster`,
  ];
}

function redacted(secret: KubeObject): KubeObject {
  return { ...secret, data: Object.fromEntries(clusterIdsIn(secret).map((key) => [key, '<redacted>'])) };
}
