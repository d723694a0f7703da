import {
  type Action,
  type Cluster,
  ClusterError,
  clusterError,
  type KubeObject,
} from '../kubernetes/api/cluster';
import { lookFor, POLL, secondsText, sleep } from '../kubernetes/api/time-limit';
import { MANAGED_BY, MANAGED_BY_LABEL } from '../kubernetes/labels';
import { type MemberMesh, membershipFor } from './member-mesh';
import { type ReaderToken, refuseOtherSecret, tokenIn } from './reader-token';
import { manifestsOf, refTo, titleOf } from './remote-objects';

/*
 * The token in a Secret has neither a time nor a random part, so Kubernetes signs the same bytes again for the same
 * account and Secret. Only another account makes another token. Source: Kubernetes 1.20 to 1.34,
 * pkg/serviceaccount/legacy.go (LegacyClaims).
 */

/** The objects that change the token of a reader. */
export interface Rotation {
  /** The account to delete. Undefined after a rotation that was interrupted. */
  readonly old: KubeObject | undefined;
  readonly account: KubeObject;
  /** The Secret that Kubernetes fills with the token of {@link account}. */
  readonly secret: KubeObject;
}

/**
 * The token controller writes here which account a Secret's token belongs to. Source: core/v1, ServiceAccountUIDKey.
 */
const ACCOUNT_UID = 'kubernetes.io/service-account.uid';

/**
 * Finds the reader's account and plans the new one. Changes nothing.
 * @throws UserError if the objects belong to somebody else, or the user's permissions are not enough to finish
 */
export async function planRotation(cluster: Cluster, member: MemberMesh): Promise<Rotation> {
  const { account: name, token } = membershipFor(member, cluster.name).reader;
  const manifests = manifestsOf(member.output, cluster.name);
  const own = (kind: string, wanted: string): KubeObject => {
    const found = manifests.find((object) => object.kind === kind && object.metadata.name === wanted);
    if (found === undefined) throw new Error(`the manifests of ${cluster.name} have no ${kind} ${wanted}`);
    return found;
  };
  const [account, secret] = [own('ServiceAccount', name), own('Secret', token)];
  const [old, oldSecret] = await Promise.all([cluster.get(refTo(account)), cluster.get(refTo(secret))]);
  if (old !== undefined && old.metadata.labels?.[MANAGED_BY_LABEL] !== MANAGED_BY)
    throw wrong(cluster, `this tool did not make the ${titleOf(old)}`, `Apply dist/${cluster.name} first`);
  if (oldSecret !== undefined) refuseOtherSecret(cluster, name, oldSecret);
  const { namespace } = member.mesh.primary;
  await refuseUnlessMay(cluster, [
    ...(old === undefined ? [] : [{ verb: 'delete', resource: 'serviceaccounts', namespace }]),
    { verb: 'create', resource: 'serviceaccounts', namespace },
    { verb: 'create', resource: 'secrets', namespace },
  ]);
  return { old, account: withMetadataOf(old, account), secret: withMetadataOf(oldSecret, secret) };
}

/** Returns the lines of the question to the user. */
export function rotationLines({ name }: Cluster, { old, account, secret }: Rotation): string[] {
  return [
    ...(old === undefined
      ? []
      : [
          `${name}: delete ${titleOf(old)}: every token of it stops working, and Kubernetes deletes its token Secrets`,
        ]),
    `${name}: create ${titleOf(account)} and ${titleOf(secret)}`,
  ];
}

/**
 * Recreates the account. Argo CD may be faster: only the objects in the end count, not who created them.
 * @param limit milliseconds to wait for Kubernetes
 * @throws ClusterError
 */
export async function rotate(cluster: Cluster, rotation: Rotation, limit: number): Promise<ReaderToken> {
  const { old, account, secret } = rotation;
  if (old !== undefined) await cluster.delete(refTo(old), old.metadata.uid);
  const token = await lookFor(limit, async () => {
    const { uid } = (await present(cluster, account)).metadata;
    // The token controller deletes the Secrets of the old account, sometimes even a new one.
    const found = await present(cluster, secret);
    return found.metadata.annotations?.[ACCOUNT_UID] === uid ? tokenIn(found) : undefined;
  });
  if (token !== undefined) return token;
  throw wrong(
    cluster,
    `the ${titleOf(secret)} got no token of the new account within ${secondsText(limit)}`,
    'Check the token controller of kube-controller-manager',
  );
}

/** Returns the object of that name, and creates it if it is missing. */
async function present(cluster: Cluster, object: KubeObject): Promise<KubeObject> {
  const found = await cluster.get(refTo(object));
  if (found !== undefined) return found;
  try {
    return await cluster.create(object);
  } catch (error) {
    const other = error instanceof ClusterError && error.fault === 'conflict';
    const made = other ? await cluster.get(refTo(object)) : undefined;
    if (made === undefined) throw error;
    return made;
  }
}

/** Keeps labels and annotations of other tools, for example the marks of Argo CD and kubectl. */
function withMetadataOf(live: KubeObject | undefined, manifest: KubeObject): KubeObject {
  const { metadata } = manifest;
  const labels = { ...ofOthers(live?.metadata.labels), ...metadata.labels };
  const annotations = { ...ofOthers(live?.metadata.annotations), ...metadata.annotations };
  return { ...manifest, metadata: { ...metadata, labels, annotations } };
}

/** Kubernetes's own annotations describe the old token, for example `kubernetes.io/legacy-token-invalid-since`. */
function ofOthers(fields: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !key.startsWith('kubernetes.io/')));
}

/** Refuses to start if the user's permissions are not enough to finish. @throws UserError */
export async function refuseUnlessMay(cluster: Cluster, actions: readonly Action[]): Promise<void> {
  const answers = await Promise.all(actions.map((action) => cluster.may(action)));
  const denied = actions.filter((_, index) => answers[index] !== true);
  if (denied.length === 0) return;
  const words = denied.map(({ verb, resource }) => `${verb} ${resource}`).join(', ');
  throw wrong(
    cluster,
    `the user of context ${cluster.context.shown} may not ${words}, so nothing was changed`,
    'Use a context whose user may',
  );
}

/**
 * Repeats the first use of a new token until the API servers know it: they learn of a new account one after the
 * other.
 * @param limit milliseconds
 */
export async function onceAccepted(limit: number, work: () => Promise<void>): Promise<void> {
  const end = performance.now() + limit;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const isNew = error instanceof ClusterError && error.fault === 'unauthorized';
      if (!isNew || performance.now() >= end) throw error;
      await sleep(POLL);
    }
  }
}

function wrong(cluster: Cluster, what: string, fix: string): ClusterError {
  return clusterError(cluster, 'refused', `${what}. ${fix}`);
}
