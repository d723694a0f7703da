import { type ConnectionOptions, type OpenCluster, openCluster } from '../kubernetes/api/open-cluster';
import { type MemberMesh, remoteOf } from './member-mesh';
import { refuseUnfit, writePrivateFile } from './private-file';
import { type Allowances, type MadeKubeconfig, makeKubeconfig } from './remote-kubeconfig';

export interface KubeconfigOptions {
  /** Id of the remote cluster. */
  readonly remote: string;
  /** How the remote is reached; its `config` is mesh.yaml. */
  readonly connection: ConnectionOptions;
  /** File to write; `-` for none. @default - a file named like the cluster id */
  readonly output?: string | undefined;
  /** Output folder of the manifests, where no credential goes. */
  readonly outdir: string;
  /** Ask for a token that ends after this many seconds. @default - the token in the account's Secret */
  readonly tokenSeconds?: number | undefined;
  readonly allow?: Allowances;
  /** @default openCluster */
  readonly open?: OpenCluster;
}

export interface KubeconfigResult extends MadeKubeconfig {
  /** The file that was written; undefined for the output `-`. */
  readonly file: string | undefined;
}

/** A file of this tool or of the guide, which a new one may replace. */
const KUBECONFIG = /^kind: *"?Config"?\s*$|"kind": *"Config"/m;

/** Makes the kubeconfig that the primary uses to read a remote cluster, and writes it. @throws UserError */
export async function kubeconfig(
  member: Pick<MemberMesh, 'mesh' | 'membership'>,
  options: KubeconfigOptions,
): Promise<KubeconfigResult> {
  const { remote: name, connection, outdir, output = name } = options;
  const remote = remoteOf(member.mesh, name);
  const file = output === '-' ? undefined : { path: output, outdir, replaces: KUBECONFIG };
  if (file !== undefined) refuseUnfit(file);
  const cluster = (options.open ?? openCluster)(remote, connection);
  const made = await makeKubeconfig(cluster, member, { ...options, apiServer: remote.apiServer });
  const written = file === undefined ? [] : writePrivateFile({ ...file, text: made.text });
  return { ...made, file: file?.path, warnings: [...made.warnings, ...written] };
}
