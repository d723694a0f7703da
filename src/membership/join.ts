import { Sealer, type SealRequest } from '../add-ons/credentials-in-git/sealer';
import type { Cluster, KubeObject } from '../kubernetes/api/cluster';
import {
  type ConnectionOptions,
  type OpenCluster,
  openCluster,
  withRunLimit,
} from '../kubernetes/api/open-cluster';
import { printYaml } from '../kubernetes/text/print-yaml';
import { UserError } from '../problem';
import { type ConfirmRotation, Declined, JoinRotation } from './join-rotation';
import { joinedSecret, planSecret, putSecret, type SecretOutcome, type SecretPlan } from './joined-secret';
import { type Allowances, makeKubeconfig } from './kubeconfig';
import { type MemberMesh, refuseChangedMesh, remoteOf } from './member-mesh';
import { refuseUnfit, writePrivateFile } from './private-file';
import {
  doubtsAbout,
  type ProvenCluster,
  proofOf,
  provePair,
  refuseSameServer,
  refuseUnnamedContext,
} from './prove-cluster';
import { openWithKubeconfig, proveReader } from './prove-reader';
import { recordUids } from './record-uids';
import { clusterIdsIn } from './secret-holders';

export interface JoinOptions {
  /** Ids of remote clusters; empty for all. */
  readonly remotes: readonly string[];
  /** How clusters are reached; its `config` is mesh.yaml, its `context` the remote's. */
  readonly connection: ConnectionOptions;
  readonly primaryContext?: string | undefined;
  /**
   * Where to write the Secrets instead of bringing them to the primary; `-` only returns them.
   * @default - the primary
   */
  readonly output?: string | undefined;
  /**
   * Seals the Secrets into files that Git may have, instead of bringing them to the primary.
   * @default - nothing is sealed
   */
  readonly seal?: SealRequest | undefined;
  /** Output folder of the manifests, where no credential goes. */
  readonly outdir: string;
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
  /** Write the uids of the primary and of the clusters that join into mesh.yaml. @default false */
  readonly record?: boolean;
  /** Called as soon as it is known what became of a cluster. */
  readonly onJoin?: (joined: Joined) => void;
  /** @default openCluster */
  readonly open?: OpenCluster;
}

/** What became of one cluster. */
export interface Joined {
  readonly cluster: string;
  /** `written` or `sealed` to a file, `declined` by the user; in a dry run, what would become of it. */
  readonly outcome: SecretOutcome | 'written' | 'sealed' | 'declined' | 'failed';
  /** Where it was sealed into. */
  readonly file?: string;
  /** Server in the kubeconfig. */
  readonly server?: string;
  /** Why it is replaced. */
  readonly because?: string;
  /** Why it failed. */
  readonly error?: string;
  readonly warnings: readonly string[];
}

export interface JoinResult {
  readonly clusters: readonly Joined[];
  /** Manifests of the Secrets, for an output; without the kubeconfigs in a dry run. */
  readonly manifests: string;
  /** Clusters whose uid was written into mesh.yaml. */
  readonly recorded: readonly string[];
  /** About the files, and about clusters that may be others. */
  readonly warnings: readonly string[];
}

/** What a Secret of this tool or of kubectl has, which a new one may replace. */
const SECRET = /^kind: *"?Secret"?\s*$|"kind": *"Secret"/m;

/**
 * Joins remote clusters: makes the kubeconfig of each, proves that it works, and stores it on the primary in a Secret.
 * After a failure the next cluster follows.
 * @throws UserError when nothing could be tried
 */
export async function join(member: MemberMesh, options: JoinOptions): Promise<JoinResult> {
  const { output, outdir, rotate, dryRun = false, open = openCluster } = options;
  const connection = withRunLimit(options.connection);
  const { mesh } = member;
  const remotes = chosenRemotes(mesh, options);
  const file =
    output === undefined || output === '-' || dryRun ? undefined : { path: output, outdir, replaces: SECRET };
  if (file !== undefined) refuseUnfit(file);
  const place = { config: member.file, outdir };
  const sealer = options.seal === undefined ? undefined : new Sealer(mesh, options.seal, place);
  const primary =
    output === undefined && sealer === undefined
      ? open(mesh.primary, { ...connection, context: options.primaryContext })
      : undefined;
  const clusters: Joined[] = [];
  const secrets: KubeObject[] = [];
  const provePrimary = primary === undefined ? undefined : proofOf(primary, mesh.primary.uid);
  const proven: ProvenCluster[] = [];
  for (const remote of remotes) {
    connection.run.restart();
    let pair: readonly ProvenCluster[] = [];
    const rotation =
      rotate === undefined
        ? undefined
        : new JoinRotation(member, primary, {
            ...options,
            confirm: (lines) => connection.run.pausedFor(() => rotate(lines)),
          });
    const joined = await attempt(
      remote.name,
      async () => {
        const cluster = open(remote, connection);
        if (primary !== undefined) refuseSameServer(primary, cluster);
        if (rotation !== undefined) refuseUnnamedContext(cluster);
        const prove = async () => {
          pair = await provePair(provePrimary, cluster, mesh);
        };
        const { apiServer, apiServerCa } = remote;
        const kubeconfig = await makeKubeconfig(cluster, member, {
          ...options,
          apiServer,
          apiServerCa,
          prove,
          ...(rotation === undefined ? {} : { readToken: rotation.token.bind(rotation) }),
        });
        const reader = openWithKubeconfig(cluster, kubeconfig.text, connection);
        const proveToken = () => proveReader(reader, mesh.primary.namespace, member.membership);
        await (rotation === undefined ? proveToken() : rotation.prove(proveToken));
        const secret = joinedSecret(mesh.line, remote.name, mesh.primary.namespace, kubeconfig.text);
        const report = { cluster: remote.name, server: kubeconfig.server, warnings: kubeconfig.warnings };
        if (sealer !== undefined) {
          if (!dryRun) await sealer.write(remote.name, secret);
          return { ...report, outcome: 'sealed', file: sealer.pathOf(remote.name) };
        }
        const plan = primary === undefined ? undefined : await store(primary, secret, options, member);
        secrets.push(secret);
        if (plan === undefined) return { ...report, outcome: 'written' };
        const { outcome, because } = plan;
        return { ...report, outcome, ...(because === undefined ? {} : { because }) };
      },
      rotation,
    );
    clusters.push(joined);
    if (!['failed', 'declined'].includes(joined.outcome)) proven.push(...pair);
    options.onJoin?.(joined);
  }
  const manifests = secrets.map((secret) => `---\n${printYaml(dryRun ? redacted(secret) : secret)}`).join('');
  const written =
    file === undefined || secrets.length === 0 ? [] : writePrivateFile({ ...file, text: manifests });
  const warnings = sealer?.warnings ?? (primary === undefined ? [] : otherMaker(member));
  const recorded = options.record === true ? recordUids(member.file, proven) : [];
  const doubtful = proven.filter(({ cluster }) => primary !== undefined && !recorded.includes(cluster.name));
  return {
    clusters,
    manifests,
    recorded,
    warnings: [...doubtsAbout(doubtful, member), ...warnings, ...written],
  };
}

/** The remotes that are named, or all of them. @throws UserError */
function chosenRemotes(mesh: MemberMesh['mesh'], { remotes, connection }: JoinOptions) {
  const names = new Set(remotes.length > 0 ? remotes : mesh.remotes.map(({ name }) => name));
  const chosen = [...names].map((name) => remoteOf(mesh, name));
  if (connection.context !== undefined && chosen.length > 1)
    throw new UserError(
      `--context names the context of one cluster, got ${chosen.length} clusters. Name the context of each in mesh.yaml`,
    );
  return chosen;
}

/** A Secret has one owner: the sealed-secrets controller does not replace a Secret that it did not create. */
function otherMaker({ mesh: { credentials }, file }: MemberMesh): string[] {
  if (credentials === undefined) return [];
  return [
    `warning: ${file}: with credentials.${credentials.from === 'sealed-secrets' ? 'sealedSecrets' : 'externalSecrets'} a controller of the primary makes the same Secrets. Use one way for each cluster`,
  ];
}

async function store(
  primary: Cluster,
  secret: KubeObject,
  { dryRun, takeOver }: JoinOptions,
  member: MemberMesh,
): Promise<SecretPlan> {
  const plan = await planSecret(primary, secret, member.membership, takeOver);
  if (dryRun !== true) {
    await refuseChangedMesh(member, clusterIdsIn(secret).join());
    await putSecret(primary, secret, plan);
  }
  return plan;
}

async function attempt(
  cluster: string,
  work: () => Promise<Joined>,
  rotation: JoinRotation | undefined,
): Promise<Joined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Declined) return { cluster, outcome: 'declined', warnings: [] };
    if (!(error instanceof UserError)) throw error;
    const { message } = rotation?.explained(error, cluster) ?? error;
    return { cluster, outcome: 'failed', error: message, warnings: [] };
  }
}

function redacted(secret: KubeObject): KubeObject {
  return { ...secret, data: Object.fromEntries(clusterIdsIn(secret).map((key) => [key, '<redacted>'])) };
}
