import type { KindRef, ObjectRef } from './cluster';

/** How the API server spells a kind in its paths, and what it offers. */
export interface Resource {
  /** Plural, in lower case. */
  readonly name: string;
  readonly isNamespaced: boolean;
  readonly isListed: boolean;
}

/** Kinds of every API server, known without asking. */
const PLURALS: Readonly<Record<string, string>> = {
  'v1 ConfigMap': 'configmaps',
  'v1 Endpoints': 'endpoints',
  'v1 Namespace': 'namespaces',
  'v1 Node': 'nodes',
  'v1 Pod': 'pods',
  'v1 Secret': 'secrets',
  'v1 Service': 'services',
  'v1 ServiceAccount': 'serviceaccounts',
  'apps/v1 DaemonSet': 'daemonsets',
  'apps/v1 Deployment': 'deployments',
  'apps/v1 StatefulSet': 'statefulsets',
  'rbac.authorization.k8s.io/v1 ClusterRole': 'clusterroles',
  'rbac.authorization.k8s.io/v1 ClusterRoleBinding': 'clusterrolebindings',
  'rbac.authorization.k8s.io/v1 Role': 'roles',
  'rbac.authorization.k8s.io/v1 RoleBinding': 'rolebindings',
  'admissionregistration.k8s.io/v1 MutatingWebhookConfiguration': 'mutatingwebhookconfigurations',
  'admissionregistration.k8s.io/v1beta1 MutatingWebhookConfiguration': 'mutatingwebhookconfigurations',
  'discovery.k8s.io/v1 EndpointSlice': 'endpointslices',
};

/** Plural of a kind that every API server has; undefined for all others. */
export function knownPlural({ apiVersion, kind }: KindRef): string | undefined {
  return PLURALS[`${apiVersion} ${kind}`];
}

/** `/api/v1`, `/apis/apps/v1`. */
export function groupPath(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

/** Path of a list; of all namespaces without one. */
export function listPath({ apiVersion }: KindRef, plural: string, namespace: string | undefined): string {
  const within = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  return `${groupPath(apiVersion)}${within}/${plural}`;
}

/** Path of one object. */
export function objectPath(ref: ObjectRef, plural: string): string {
  return `${listPath(ref, plural, ref.namespace)}/${encodeURIComponent(ref.name)}`;
}

/** Kinds in a discovery document of a group; subresources such as `pods/log` are left out. */
export function resourcesOf(discovery: unknown): ReadonlyMap<string, Resource> {
  const found = new Map<string, Resource>();
  for (const entry of listIn(discovery, 'resources')) {
    const { kind, name, namespaced, verbs } = entry;
    if (typeof kind !== 'string' || typeof name !== 'string' || name.includes('/')) continue;
    const isListed = Array.isArray(verbs) && verbs.includes('list');
    found.set(kind, { name, isNamespaced: namespaced === true, isListed });
  }
  return found;
}

/** The version of each group that the server prefers, such as `apps/v1`. */
export function preferredVersions(discovery: unknown): string[] {
  return listIn(discovery, 'groups').flatMap(({ preferredVersion }) => {
    const version = (preferredVersion as { groupVersion?: unknown } | undefined)?.groupVersion;
    return typeof version === 'string' ? [version] : [];
  });
}

function listIn(document: unknown, key: string): readonly Readonly<Record<string, unknown>>[] {
  const list = (document as Readonly<Record<string, unknown>> | undefined)?.[key];
  return Array.isArray(list) ? list.filter((entry) => typeof entry === 'object' && entry !== null) : [];
}
