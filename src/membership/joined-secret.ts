import { isMap } from '../is-map';
import { type Cluster, ClusterError, type KubeObject } from '../kubernetes/api/cluster';
import { sleep } from '../kubernetes/api/time-limit';
import type { LineName } from '../mesh/mesh';
import { UserError } from '../problem';
import { MULTI_CLUSTER_LABEL, remoteSecretIdentity } from '../remote-secret/remote-secret';
import type { LineMembership } from './line-membership';
import { refTo } from './remote-objects';

/** Milliseconds. Pilot's queue has one entry for each name, so it misses a deletion that a creation follows at once. */
const BETWEEN_DELETE_AND_CREATE = 1000;

/** What happened, or would happen, to the Secret. `replaced`: deleted and created again. */
export type SecretOutcome = 'created' | 'replaced' | 'updated' | 'unchanged';

/** The Secret on the primary that makes Pilot read a remote cluster. */
export function joinedSecret(
  line: LineName,
  cluster: string,
  namespace: string,
  kubeconfig: string,
): KubeObject {
  const { name, labels, annotations } = remoteSecretIdentity(line, cluster);
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace, labels, ...(Object.keys(annotations).length === 0 ? {} : { annotations }) },
    type: 'Opaque',
    data: { [cluster]: Buffer.from(kubeconfig).toString('base64') },
  };
}

/** What there is to do for a Secret; nothing is changed yet. */
export interface SecretPlan {
  readonly outcome: SecretOutcome;
  /** The Secret in its place. */
  readonly existing: KubeObject | undefined;
}

/**
 * Compares the Secret with what the primary has.
 * @throws UserError when something else has its name, or another Secret already names the cluster
 */
export async function planSecret(
  primary: Cluster,
  secret: KubeObject,
  { remoteSecret, controlPlane }: Pick<LineMembership, 'remoteSecret' | 'controlPlane'>,
): Promise<SecretPlan> {
  const { name, namespace = '', annotations = {} } = secret.metadata;
  const [cluster = ''] = clusterIdsIn(secret);
  const existing = await primary.get(refTo(secret));
  const labelled = await labelledSecrets(primary, namespace);
  const other = labelled.find(
    (found) => found.metadata.name !== name && clusterIdsIn(found).includes(cluster),
  );
  if (other !== undefined)
    throw wrong(
      primary,
      `the Secret ${namespace}/${other.metadata.name} already names the cluster ${cluster}, and ${controlPlane} takes the first of two`,
      'Delete it, then repeat',
    );
  if (existing === undefined) return { outcome: 'created', existing };
  if (existing.metadata.labels?.[MULTI_CLUSTER_LABEL] !== 'true')
    throw wrong(
      primary,
      `the Secret ${namespace}/${name} is there and has no label ${MULTI_CLUSTER_LABEL}=true, so it is not of this mesh`,
      'Delete or rename it, then repeat',
    );
  const others = clusterIdsIn(existing).filter((key) => key !== cluster);
  if (others.length > 0)
    throw wrong(
      primary,
      `the Secret ${namespace}/${name} names other clusters as well: ${others.slice(0, 10).join(', ')}`,
      'Give each cluster a Secret of its own, then repeat',
    );
  const same =
    dataOf(existing)[cluster] === dataOf(secret)[cluster] &&
    Object.entries(annotations).every(([key, value]) => existing.metadata.annotations?.[key] === value);
  const changed = remoteSecret.takesUpdates ? 'updated' : 'replaced';
  return { outcome: same ? 'unchanged' : changed, existing };
}

/**
 * Writes the Secret to the primary. A replaced Secret is absent for a moment; if the command ends then, a repeat
 * creates it.
 */
export async function putSecret(primary: Cluster, secret: KubeObject, plan: SecretPlan): Promise<void> {
  const { outcome, existing } = plan;
  if (outcome === 'unchanged') return;
  if (existing === undefined) {
    await primary.create(secret);
    return;
  }
  if (outcome === 'updated') await update(primary, secret, existing);
  else await replace(primary, secret, existing);
}

/** A change by another client in between is a conflict. */
async function update(primary: Cluster, secret: KubeObject, existing: KubeObject): Promise<void> {
  const { labels, annotations } = secret.metadata;
  const { resourceVersion } = existing.metadata;
  const metadata = { labels, annotations, ...(resourceVersion === undefined ? {} : { resourceVersion }) };
  const found = await primary.patch(refTo(secret), { metadata, data: secret.data });
  if (found === undefined) await primary.create(secret);
}

async function replace(primary: Cluster, secret: KubeObject, existing: KubeObject): Promise<void> {
  const { name, namespace = '' } = secret.metadata;
  if (!(await primary.may({ verb: 'create', resource: 'secrets', namespace })))
    throw wrong(
      primary,
      `the Secret ${namespace}/${name} has to be made anew, and the user of context ${JSON.stringify(primary.context.name)} may not create Secrets`,
      'Use a context whose user may',
    );
  await primary.delete(refTo(secret), existing.metadata.uid);
  await sleep(BETWEEN_DELETE_AND_CREATE);
  try {
    await primary.create(secret);
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    throw new ClusterError(
      primary.name,
      error.fault,
      `${error.message}. The old Secret ${namespace}/${name} is deleted and the new one is not there: repeat the command soon`,
    );
  }
}

/** Secrets that make the control plane read clusters. */
export function labelledSecrets(primary: Cluster, namespace: string): Promise<readonly KubeObject[]> {
  const kind = { apiVersion: 'v1', kind: 'Secret' };
  return primary.list(kind, { namespace, labels: `${MULTI_CLUSTER_LABEL}=true` });
}

function wrong(primary: Cluster, what: string, fix: string): UserError {
  return new UserError(`${primary.name} (${primary.server}): ${what}. ${fix}`);
}

/** The clusters that a Secret makes the control plane read: its keys are their ids. */
export function clusterIdsIn(secret: KubeObject): string[] {
  return Object.keys(dataOf(secret));
}

function dataOf({ data }: KubeObject): Readonly<Record<string, unknown>> {
  return isMap(data) ? data : {};
}
