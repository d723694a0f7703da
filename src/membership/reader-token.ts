import { type Cluster, type ClusterError, clusterError, type KubeObject } from '../kubernetes/api/cluster';
import { tokenExpiry } from '../kubernetes/api/credentials';
import { lookFor, secondsText } from '../kubernetes/api/time-limit';
import { decodedAt, listAt, textAt } from '../kubernetes/fields';
import type { ReaderAccount } from './line-membership';

/** A token of the account that the primary uses to read a remote cluster. */
export interface ReaderToken {
  readonly token: string;
  /** CA of the cluster in PEM, as the cluster publishes it. */
  readonly ca: string | undefined;
  /** The origin of the token, for example `Secret istio-multi-token`. */
  readonly source: string;
  /** When a requested token expires. */
  readonly expires?: Date;
}

const TOKEN_TYPE = 'kubernetes.io/service-account-token';
const ACCOUNT_ANNOTATION = 'kubernetes.io/service-account.name';

/** How to find the account in a cluster. */
export interface ReaderPlace {
  /** Namespace of Istio. */
  readonly namespace: string;
  readonly reader: Pick<ReaderAccount, 'account' | 'token'>;
}

/**
 * Returns the token in the reader's Secret, which the cluster's token controller fills. Without such a Secret: the
 * newest one that Kubernetes ≤ 1.23 created for the account.
 * @param limit milliseconds to wait for the token controller
 */
export async function storedToken(cluster: Cluster, place: ReaderPlace, limit: number): Promise<ReaderToken> {
  const { namespace, reader } = place;
  let own: KubeObject | undefined;
  const token = await lookFor(limit, async () => {
    own = await secret(cluster, namespace, reader.token);
    if (own === undefined) return generatedToken(cluster, place);
    refuseOtherSecret(cluster, reader.account, own);
    return tokenIn(own);
  });
  if (token !== undefined) return token;
  throw own === undefined
    ? wrong(
        cluster,
        `the account ${namespace}/${reader.account} has no token Secret`,
        `Apply dist/${cluster.name}, which makes one, or use --token-request`,
      )
    : wrong(
        cluster,
        `the Secret ${namespace}/${reader.token} got no token within ${secondsText(limit)}`,
        'Check the token controller of kube-controller-manager, or use --token-request',
      );
}

/** Refuses another object with the name of the reader's Secret. @throws ClusterError */
export function refuseOtherSecret(cluster: Cluster, account: string, found: KubeObject): void {
  if (isTokenOf(account, found)) return;
  const { namespace, name } = found.metadata;
  throw wrong(
    cluster,
    `the Secret ${namespace}/${name} is no token of the account ${account}`,
    `Delete it and apply dist/${cluster.name}`,
  );
}

/**
 * Requests a token that expires, for this purpose (TokenRequest).
 * @param seconds lifetime; the server may grant less
 */
export async function requestedToken(
  cluster: Cluster,
  place: ReaderPlace,
  seconds: number,
): Promise<ReaderToken> {
  const { namespace, reader } = place;
  const token = await cluster.requestToken({ namespace, name: reader.account }, seconds);
  const expires = tokenExpiry(token);
  return {
    token,
    ca: await publishedCa(cluster, place),
    source: 'TokenRequest',
    ...(expires === undefined ? {} : { expires: new Date(expires) }),
  };
}

/** Returns the cluster's CA from the ConfigMap of Kubernetes ≥ 1.20, else from the token Secret. */
async function publishedCa(
  cluster: Cluster,
  { namespace, reader }: ReaderPlace,
): Promise<string | undefined> {
  const ref = { apiVersion: 'v1', kind: 'ConfigMap', namespace, name: 'kube-root-ca.crt' };
  const published = textAt(await cluster.get(ref), 'data', 'ca.crt');
  if (published !== undefined) return published;
  const own = await secret(cluster, namespace, reader.token);
  return own === undefined ? undefined : decoded(own, 'ca.crt');
}

async function generatedToken(
  cluster: Cluster,
  { namespace, reader }: ReaderPlace,
): Promise<ReaderToken | undefined> {
  const account = await cluster.get({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    namespace,
    name: reader.account,
  });
  if (account === undefined)
    throw wrong(
      cluster,
      `there is no account ${namespace}/${reader.account}`,
      `Apply dist/${cluster.name} first`,
    );
  const names = listAt(account, 'secrets').flatMap((entry) => textAt(entry, 'name') ?? []);
  const secrets = await Promise.all(names.map((name) => secret(cluster, namespace, name)));
  const tokens = secrets
    .filter((found) => found !== undefined)
    .filter((found) => isTokenOf(reader.account, found));
  const made = ({ metadata }: KubeObject): string => metadata.creationTimestamp ?? '';
  for (const candidate of tokens.sort((left, right) => (made(left) < made(right) ? 1 : -1))) {
    const token = tokenIn(candidate);
    if (token !== undefined) return token;
  }
  return undefined;
}

function secret(cluster: Cluster, namespace: string, name: string): Promise<KubeObject | undefined> {
  return cluster.get({ apiVersion: 'v1', kind: 'Secret', namespace, name });
}

/** Whether an object is a token Secret of an account. */
function isTokenOf(account: string, { type, metadata }: KubeObject): boolean {
  return type === TOKEN_TYPE && metadata.annotations?.[ACCOUNT_ANNOTATION] === account;
}

/** Returns the token of a Secret, or undefined until the token controller has filled in both token and CA. */
export function tokenIn(found: KubeObject): ReaderToken | undefined {
  const token = decoded(found, 'token');
  const ca = decoded(found, 'ca.crt');
  if (token === undefined || ca === undefined) return undefined;
  return { token, ca, source: `Secret ${found.metadata.name}` };
}

function decoded(found: KubeObject, key: string): string | undefined {
  return decodedAt(found, 'data', key)?.trim() || undefined;
}

function wrong(cluster: Cluster, what: string, fix: string): ClusterError {
  return clusterError(cluster, 'not-found', `${what}. ${fix}`);
}
