import { type ConnectionOptions, type OpenCluster, openCluster } from '../kubernetes/api/open-cluster';
import { DEFAULT_TIMEOUT_SECONDS } from '../kubernetes/api/time-limit';
import { remoteOf } from './clusters-to-open';
import type { MemberMesh } from './member-mesh';
import { refuseUnfit, writePrivateFile } from './private-file';
import { requestedToken, storedToken } from './reader-token';
import { type Allowances, remoteKubeconfig } from './remote-kubeconfig';

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

export interface KubeconfigResult {
  /** The file that was written; undefined for the output `-`. */
  readonly file: string | undefined;
  /** The kubeconfig itself, a credential. */
  readonly text: string;
  readonly server: string;
  /** Where the token comes from. */
  readonly source: string;
  /** When the token ends; undefined when it does not. */
  readonly expires: Date | undefined;
  readonly warnings: readonly string[];
}

/** A file of this tool or of the guide, which a new one may replace. */
const KUBECONFIG = /^kind: *"?Config"?\s*$|"kind": *"Config"/m;

/** Makes the kubeconfig by which the primary reads a remote cluster, and writes it. @throws UserError */
export async function kubeconfig(
  { mesh, membership }: Pick<MemberMesh, 'mesh' | 'membership'>,
  options: KubeconfigOptions,
): Promise<KubeconfigResult> {
  const { remote: name, connection, outdir, output = name, tokenSeconds, allow } = options;
  const remote = remoteOf(mesh, name);
  const file = output === '-' ? undefined : { path: output, outdir, replaces: KUBECONFIG };
  if (file !== undefined) refuseUnfit(file);
  const cluster = (options.open ?? openCluster)(remote, connection);
  const place = { namespace: mesh.primary.namespace, reader: membership.reader };
  const target = { apiServer: remote.apiServer, facts: membership };
  const limit = (connection.timeout ?? DEFAULT_TIMEOUT_SECONDS) * 1000;
  // What is wrong with the server or the context shows without a token.
  remoteKubeconfig(cluster, { token: '', ca: '-', source: '' }, target, allow);
  const token =
    tokenSeconds === undefined
      ? await storedToken(cluster, place, limit)
      : await requestedToken(cluster, place, tokenSeconds);
  const made = remoteKubeconfig(cluster, token, target, allow);
  const written = file === undefined ? [] : writePrivateFile({ ...file, text: made.text });
  return {
    file: file?.path,
    text: made.text,
    server: made.server,
    source: token.source,
    expires: token.expires,
    warnings: [...made.warnings, ...written],
  };
}
