import { Sealer, type SealRequest } from '../add-ons/credentials-in-git/sealer';
import type { KubeObject } from '../kubernetes/api/cluster';
import { openCluster, withRunLimit } from '../kubernetes/api/open-cluster';
import { printYaml } from '../kubernetes/text/print-yaml';
import { UserError } from '../problem';
import { type Attempt, type Joined, type JoinRun, type OneJoinOptions, tryToJoin } from './join-one';
import { type MemberMesh, remoteOf } from './member-mesh';
import { refuseUnfit, writePrivateFile } from './private-file';
import { doubtsAbout, proofOf } from './prove-cluster';
import { recordUids } from './record-uids';
import { clusterIdsIn } from './secret-holders';

export interface JoinOptions extends OneJoinOptions {
  /** Ids of remote clusters; empty for all. */
  readonly remotes: readonly string[];
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
  /** Write the uids of the primary and of the clusters that join into mesh.yaml. @default false */
  readonly record?: boolean;
  /** Called as soon as it is known what became of a cluster. */
  readonly onJoin?: (joined: Joined) => void;
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
  const { output, outdir, dryRun = false, open = openCluster } = options;
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
  const run: JoinRun = {
    ...{ member, options, connection, primary, sealer },
    provePrimary: primary === undefined ? undefined : proofOf(primary, mesh.primary.uid),
  };
  const attempts: Attempt[] = [];
  for (const remote of remotes) {
    connection.run.restart();
    const attempt = await tryToJoin(run, remote);
    attempts.push(attempt);
    options.onJoin?.(attempt.joined);
  }
  const secrets = attempts.flatMap(({ secret }) => secret ?? []);
  const proven = attempts.flatMap((attempt) => attempt.proven);
  const manifests = secrets.map((secret) => `---\n${printYaml(dryRun ? redacted(secret) : secret)}`).join('');
  const written =
    file === undefined || secrets.length === 0 ? [] : writePrivateFile({ ...file, text: manifests });
  const warnings = sealer?.warnings ?? (primary === undefined ? [] : otherMaker(member));
  const recorded = options.record === true ? recordUids(member.file, proven) : [];
  const doubtful = proven.filter(({ cluster }) => primary !== undefined && !recorded.includes(cluster.name));
  return {
    clusters: attempts.map(({ joined }) => joined),
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

function redacted(secret: KubeObject): KubeObject {
  return { ...secret, data: Object.fromEntries(clusterIdsIn(secret).map((key) => [key, '<redacted>'])) };
}
