import { type Cluster, ClusterError, type KubeObject } from '../kubernetes/api/cluster';
import { sleep } from '../kubernetes/api/time-limit';
import type { LineName } from '../mesh/mesh';
import { UserError } from '../problem';
import { MULTI_CLUSTER_LABEL, remoteSecretIdentity } from '../remote-secret/remote-secret';
import type { LineMembership } from './line-membership';
import { refTo } from './remote-objects';
import {
  clusterIdsIn,
  dataOf,
  holdersOf,
  isLabelled,
  labelledSecrets,
  otherClusters,
  ownerOf,
  refuseShared,
  takeOut,
} from './secret-holders';

/**
 * Milliseconds. The queues of Pilot and istiod use the Secret's name as key, so they do not see a Secret disappear
 * that comes back at once.
 */
const BETWEEN_DELETE_AND_CREATE = 1000;

/** What happened, or would happen, to the Secret. `replaced` means deleted and created again. */
export type SecretOutcome = 'created' | 'replaced' | 'updated' | 'unchanged';

/** Builds the Secret on the primary that makes Pilot read a remote cluster. */
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

/** The planned change of a Secret. Planning changes nothing. */
export interface SecretPlan {
  readonly outcome: SecretOutcome;
  /** The current Secret of that name. */
  readonly existing: KubeObject | undefined;
  /** Other Secrets that contain the kubeconfig of the cluster. It will be removed from them. */
  readonly others: readonly KubeObject[];
  /** Why the Secret is replaced. Undefined for every other outcome. */
  readonly because: string | undefined;
}

type SecretFacts = Pick<LineMembership, 'remoteSecret' | 'controlPlane'>;

/**
 * Compares the Secret with the Secrets on the primary.
 * @param takeOver whether to remove the cluster from other Secrets that contain its kubeconfig
 * @throws UserError if another object has the Secret's name, or another Secret contains the cluster and may keep it
 */
export async function planSecret(
  primary: Cluster,
  secret: KubeObject,
  facts: SecretFacts,
  takeOver = false,
): Promise<SecretPlan> {
  const { name, namespace = '' } = secret.metadata;
  const [cluster = ''] = clusterIdsIn(secret);
  const existing = await primary.get(refTo(secret));
  const labelled = await labelledSecrets(primary, namespace);
  if (existing !== undefined && !isLabelled(existing))
    throw wrong(
      primary,
      `the Secret ${namespace}/${name} exists without the label ${MULTI_CLUSTER_LABEL}=true, so it is not of this mesh`,
      'Delete or rename it, then repeat',
    );
  const others = holdersOf(labelled, cluster).filter(({ metadata }) => metadata.name !== name);
  for (const other of others) refuseHolder(primary, other, secret, facts, takeOver);
  if (others.length > 0) {
    if (existing !== undefined) refuseShared(primary, existing, cluster, facts, clusterIdsIn(existing));
    const because = `taken over from ${others.map(({ metadata }) => `the Secret ${namespace}/${metadata.name}`).join(', ')}`;
    return { outcome: 'replaced', existing, others, because };
  }
  if (existing === undefined) return { outcome: 'created', existing, others, because: undefined };
  return { existing, others, ...comparison(primary, secret, existing, facts) };
}

/** Plans the change if no other Secret contains the cluster. */
function comparison(
  primary: Cluster,
  secret: KubeObject,
  existing: KubeObject,
  facts: SecretFacts,
): Pick<SecretPlan, 'outcome' | 'because'> {
  const [cluster = ''] = clusterIdsIn(secret);
  const { annotations = {} } = secret.metadata;
  const isSameKubeconfig = dataOf(existing)[cluster] === dataOf(secret)[cluster];
  const isSame =
    isSameKubeconfig &&
    Object.entries(annotations).every(([key, value]) => existing.metadata.annotations?.[key] === value);
  if (isSame) return { outcome: 'unchanged', because: undefined };
  refuseShared(primary, existing, cluster, facts, clusterIdsIn(existing));
  const isAdded = facts.remoteSecret.noticesKeys && dataOf(existing)[cluster] === undefined;
  const because = isSameKubeconfig || isAdded ? undefined : facts.remoteSecret.replacedBecause;
  return { outcome: because === undefined ? 'updated' : 'replaced', because };
}

/** Another Secret with the cluster stays unless the user asked to take it over and nothing would recreate it. */
function refuseHolder(
  primary: Cluster,
  other: KubeObject,
  secret: KubeObject,
  facts: SecretFacts,
  takeOver: boolean,
): void {
  const [cluster = ''] = clusterIdsIn(secret);
  const { namespace = '' } = secret.metadata;
  const title = `${namespace}/${other.metadata.name}`;
  const owner = ownerOf(other);
  if (takeOver && owner !== undefined)
    throw wrong(
      primary,
      `the Secret ${title} has the kubeconfig of ${cluster} and belongs to ${owner}, which recreates it`,
      `Remove ${owner}, then repeat`,
    );
  if (takeOver) {
    refuseShared(primary, other, cluster, facts, clusterIdsIn(other));
    return;
  }
  const rest = otherClusters(other, cluster);
  const goes =
    rest === undefined
      ? `delete the Secret ${title}`
      : `take ${cluster} out of the Secret ${title}, which keeps ${rest}`;
  throw wrong(
    primary,
    `the Secret ${title} already has the kubeconfig of ${cluster}, and ${facts.controlPlane} reads the one of two Secrets that it sees first`,
    `To ${goes}, and create ${namespace}/${secret.metadata.name} in its place, repeat with --take-over`,
  );
}

/**
 * Stores the Secret on the primary. While it is replaced, it is missing for a moment; if the run is interrupted then,
 * running again creates it. If a request fails but the Secret is there, another join was faster or only the answer
 * was lost.
 */
export async function putSecret(primary: Cluster, secret: KubeObject, plan: SecretPlan): Promise<void> {
  try {
    await carryOut(primary, secret, plan);
  } catch (error) {
    if (!(error instanceof ClusterError) || (await whatIsStored(primary, secret)) !== 'this') throw error;
  }
}

/**
 * What the labelled Secrets contain of the cluster. `this`: exactly this Secret and no other. `unknown`: the primary
 * did not answer.
 */
async function whatIsStored(
  primary: Cluster,
  secret: KubeObject,
): Promise<'this' | 'nothing' | 'another' | 'unknown'> {
  const { name, namespace = '' } = secret.metadata;
  const [cluster = ''] = clusterIdsIn(secret);
  try {
    const holders = holdersOf(await labelledSecrets(primary, namespace), cluster);
    const [own] = holders;
    if (own === undefined) return 'nothing';
    const isThis = own.metadata.name === name && dataOf(own)[cluster] === dataOf(secret)[cluster];
    return isThis && holders.length === 1 ? 'this' : 'another';
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    return 'unknown';
  }
}

async function carryOut(primary: Cluster, secret: KubeObject, plan: SecretPlan): Promise<void> {
  const { outcome, existing } = plan;
  if (outcome === 'created') await primary.create(secret);
  else if (outcome === 'updated') await update(primary, secret, existing?.metadata.resourceVersion);
  else if (outcome === 'replaced') await replace(primary, secret, plan);
}

/** Keeps other clusters of the Secret. A change by another client since that version is a conflict. */
async function update(primary: Cluster, secret: KubeObject, resourceVersion?: string): Promise<void> {
  const { labels, annotations } = secret.metadata;
  const metadata = { labels, annotations, ...(resourceVersion === undefined ? {} : { resourceVersion }) };
  const found = await primary.patch(refTo(secret), { metadata, data: secret.data });
  if (found === undefined) await primary.create(secret);
}

/** Deletes the Secret itself first. Wherever the run stops, running again creates it. */
async function replace(
  primary: Cluster,
  secret: KubeObject,
  { existing, others }: SecretPlan,
): Promise<void> {
  const { name, namespace = '' } = secret.metadata;
  const [cluster = ''] = clusterIdsIn(secret);
  if (!(await primary.may({ verb: 'create', resource: 'secrets', namespace })))
    throw wrong(
      primary,
      `the Secret ${namespace}/${name} has to be recreated, and the user of context ${primary.context.shown} may not create Secrets`,
      'Use a context whose user may',
    );
  for (const holder of existing === undefined ? others : [existing, ...others])
    await takeOut(primary, holder, cluster);
  await sleep(BETWEEN_DELETE_AND_CREATE);
  const isShared = existing !== undefined && otherClusters(existing, cluster) !== undefined;
  try {
    await (isShared ? update(primary, secret) : primary.create(secret));
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    const stored = await whatIsStored(primary, secret);
    const now = {
      this: 'the new one is there',
      nothing: `the new one is not in the Secret ${namespace}/${name}`,
      another: 'another command has brought another one meanwhile',
      unknown: `the new one may not be in the Secret ${namespace}/${name}`,
    }[stored];
    throw new ClusterError(
      primary.name,
      error.fault,
      `${error.message}. The old kubeconfig of ${cluster} is deleted and ${now}: repeat the command soon`,
    );
  }
}

function wrong(primary: Cluster, what: string, fix: string): UserError {
  return new UserError(`${primary.name} (${primary.server}): ${what}. ${fix}`);
}
