import { ARGOCD_FOLDER } from '../add-ons/argocd/argocd';
import { INJECTED_WORKLOAD_KINDS } from '../add-ons/injected-workloads/injected-workloads';
import { inParallel } from '../in-parallel';
import { type Cluster, ClusterError, type KubeObject } from '../kubernetes/api/cluster';
import { groupOf, HOLDING_KINDS, type KindRef } from '../kubernetes/kinds';
import { kubectlAccess, kubectlDelete } from '../kubernetes/kubectl';
import { MANAGED_BY, MANAGED_BY_LABEL } from '../kubernetes/labels';
import { manifestsIn } from '../kubernetes/text/documents';
import { hasOwnObjects, isByKubernetes, isWebhook, OWN_KINDS, titleOf } from '../membership/remote-objects';
import { type MeshOutput, meshFiles } from '../output/mesh-files';
import { MULTI_CLUSTER_LABEL } from '../remote-secret/remote-secret';
import { hideCredentials } from '../secret-scan/hide-credentials';
import { someOf } from '../some-of';
import { type Observation, ok, warning } from './finding';

/** Limit of lists that are requested from one cluster at once. */
const CONCURRENT_LISTS = 4;
/** Limit of names in a message. */
const MOST_NAMES = 10;

/** A cluster with the options that kubectl needs to reach it. */
type NamedCluster = Parameters<typeof kubectlAccess>[0];

/** Looks in one cluster for objects that this tool created and the mesh no longer has. */
export type LookForLeftBehind = (source: NamedCluster, cluster: Cluster) => Promise<Observation[]>;

/**
 * Finds objects with our label that the output of a mesh no longer contains, since `kubectl apply` deletes nothing.
 */
export function lookForLeftBehind(output: MeshOutput): LookForLeftBehind {
  const made = new MadeObjects(output);
  const kinds = deletionOrder(output.kinds);
  return async (source, cluster) => {
    const forbidden: string[] = [];
    const found = await inParallel(
      CONCURRENT_LISTS,
      kinds.map((kind) => () => labelled(cluster, kind, forbidden)),
    );
    const left = leftOf(found.flat(), made.in(source.name));
    return [
      ...(left.length === 0 ? [] : [leftBehind(source, left)]),
      ...(forbidden.length === 0 ? [] : [notListed(forbidden)]),
      ...(left.length + forbidden.length === 0 ? [ok('it has nothing that the mesh no longer makes')] : []),
    ];
  };
}

async function labelled(
  cluster: Cluster,
  kind: KindRef,
  forbidden: string[],
): Promise<readonly KubeObject[]> {
  try {
    return await cluster.list(kind, { labels: `${MANAGED_BY_LABEL}=${MANAGED_BY}` });
  } catch (error) {
    if (!(error instanceof ClusterError) || error.fault !== 'forbidden') throw error;
    forbidden.push(kind.kind);
    return [];
  }
}

function leftOf(found: readonly KubeObject[], made: ReadonlySet<string>): KubeObject[] {
  const selecting = new Set(found.filter(selects).map(({ metadata }) => placeOf(metadata)));
  const left = new Map<string, KubeObject>();
  for (const object of found) {
    const { kind, metadata } = object;
    const isOfService = kind === 'Endpoints' && selecting.has(placeOf(metadata));
    if (made.has(keyOf(object)) || isOfService || isFilledIn(object)) continue;
    // `join` creates these Secrets. A primary of another mesh keeps those of its own remotes.
    if (metadata.labels?.[MULTI_CLUSTER_LABEL] === undefined) left.set(keyOf(object), object);
  }
  return [...left.values()];
}

/**
 * Whether a controller made the object for another one and copied its labels. The token Secret of our account is
 * ours.
 */
function isFilledIn(object: KubeObject): boolean {
  if (object.metadata.labels?.['endpointslice.kubernetes.io/managed-by'] === MANAGED_BY) return false;
  return isByKubernetes(object.kind === 'Secret' ? { ...object, type: undefined } : object);
}

/** Whether Kubernetes maintains the Endpoints of a Service and copies its labels to them. */
function selects({ kind, spec }: KubeObject): boolean {
  return kind === 'Service' && typeof spec === 'object' && spec !== null && 'selector' in spec;
}

function placeOf({ namespace = '', name }: KubeObject['metadata']): string {
  return `${namespace}/${name}`;
}

function leftBehind(source: NamedCluster, left: readonly KubeObject[]): Observation {
  const names = someOf(left.map(titleOf), MOST_NAMES);
  const message = `${left.length === 1 ? 'an object that' : `${left.length} objects that`} this tool has made and mesh.yaml no longer asks for: ${names}`;
  const objects = left
    .filter(({ kind }) => !HOLDING_KINDS.has(kind))
    .map(({ apiVersion, kind, metadata: { name, namespace } }) => ({
      ...{ group: groupOf(apiVersion), kind, name },
      ...(namespace === undefined ? {} : { namespace }),
    }));
  const commands = kubectlDelete(kubectlAccess(source), objects).map(hideCredentials);
  return warning(
    message,
    commands.length === 0
      ? 'Look what it contains before you delete it'
      : `If no other mesh.yaml makes them, delete them in this order: ${commands.map((command) => `\`${command}\``).join(', then ')}`,
  );
}

function notListed(kinds: readonly string[]): Observation {
  const names = someOf([...new Set(kinds)], MOST_NAMES);
  return warning(
    `this user may not list ${names} in all namespaces, so nobody knows whether some are left behind`,
    'Run it as a user who may, once in a while',
  );
}

/** Webhooks first, since one without a server keeps pods from starting; then custom resources; then as `leave` deletes. */
function deletionOrder(kinds: readonly KindRef[]): KindRef[] {
  const all = new Map(
    [
      ...OWN_KINDS.filter(isWebhook),
      ...kinds.filter((kind) => !isOwn(kind) && !isUsers(kind)),
      ...OWN_KINDS,
    ].map((kind) => [`${kind.apiVersion} ${kind.kind}`, kind]),
  );
  return [...all.values()];
}

/** Users' workloads do not have our label. */
function isUsers({ apiVersion, kind }: KindRef): boolean {
  return INJECTED_WORKLOAD_KINDS.some((user) => user.kind === kind && user.apiVersion === apiVersion);
}

function isOwn({ kind }: KindRef): boolean {
  return HOLDING_KINDS.has(kind) || OWN_KINDS.some((own) => own.kind === kind);
}

/** The objects of every cluster, without API versions: a server returns an object in any of them. */
class MadeObjects {
  #texts: ReadonlyMap<string, readonly string[]> | undefined;
  readonly #keys = new Map<string, readonly string[]>();

  constructor(private readonly output: MeshOutput) {}

  in(cluster: string): ReadonlySet<string> {
    this.#texts ??= textsByFolder(this.output);
    // Argo CD may run in any cluster, so its Applications count everywhere.
    const texts = [cluster, ARGOCD_FOLDER].flatMap((folder) => this.#texts?.get(folder) ?? []);
    return new Set(texts.flatMap((text) => this.keysIn(text)));
  }

  private keysIn(text: string): readonly string[] {
    const known = this.#keys.get(text) ?? (manifestsIn(text) as KubeObject[]).map(keyOf);
    this.#keys.set(text, known);
    return known;
  }
}

/** Returns the files with objects of ours. Equal files share one string. */
function textsByFolder(output: MeshOutput): ReadonlyMap<string, readonly string[]> {
  const texts = new Map<string, string[]>();
  for (const { path, text } of meshFiles(output)) {
    const [folder = ''] = path.split('/');
    if (!hasOwnObjects(text)) continue;
    const known = texts.get(folder);
    if (known === undefined) texts.set(folder, [text]);
    else known.push(text);
  }
  return texts;
}

function keyOf({ apiVersion, kind, metadata: { namespace = '', name } }: KubeObject): string {
  return [groupOf(apiVersion), kind, namespace, name].join(' ');
}
