import { isMap } from '../../is-map';
import { listAt, textAt } from '../fields';
import type { KindRef } from '../kinds';
import type { ObjectRef } from './cluster';
import type { Deadline } from './time-limit';

/** Kinds that this tool uses and that every API server with their version has, so it need not ask. */
const PLURALS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    v1: ['ConfigMap', 'Endpoints', 'Namespace', 'Node', 'Pod', 'Secret', 'Service', 'ServiceAccount'],
    'apps/v1': ['DaemonSet', 'Deployment', 'StatefulSet'],
    'rbac.authorization.k8s.io/v1': ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'],
    'admissionregistration.k8s.io/v1': ['MutatingWebhookConfiguration'],
    'admissionregistration.k8s.io/v1beta1': ['MutatingWebhookConfiguration'],
    'discovery.k8s.io/v1': ['EndpointSlice'],
  }).flatMap(([apiVersion, kinds]) =>
    kinds.map((kind) => [
      `${apiVersion} ${kind}`,
      kind === 'Endpoints' ? 'endpoints' : `${kind.toLowerCase()}s`,
    ]),
  ),
);

/** Returns the path of a list, for all namespaces if none is given. */
export function listPath({ apiVersion }: KindRef, plural: string, namespace: string | undefined): string {
  const within = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  return `${groupPath(apiVersion)}${within}/${plural}`;
}

/** Returns the path of one object. */
export function objectPath(ref: ObjectRef, plural: string): string {
  return `${listPath(ref, plural, ref.namespace)}/${encodeURIComponent(ref.name)}`;
}

/** `/api/v1`, `/apis/apps/v1`. */
function groupPath(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

/** A kind's name in API paths, and what the server offers for it. */
interface Resource {
  readonly kind: string;
  /** Plural, in lower case. */
  readonly plural: string;
  /** Whether the objects of one namespace can be listed. */
  readonly isListedByNamespace: boolean;
}

/** Returns the kinds in the discovery document of a group, without subresources such as `pods/log`. */
function resourcesIn(body: unknown): Resource[] {
  return listAt(body, 'resources').flatMap((entry) => {
    const [kind, plural] = [textAt(entry, 'kind'), textAt(entry, 'name')];
    if (kind === undefined || plural === undefined || plural.includes('/')) return [];
    const isListed = isMap(entry) && entry.namespaced === true && listAt(entry, 'verbs').includes('list');
    return [{ kind, plural, isListedByNamespace: isListed }];
  });
}

/** Returns the version of each group that the server prefers, for example `apps/v1`. */
function preferredVersionsIn(body: unknown): string[] {
  return listAt(body, 'groups').flatMap((group) => textAt(group, 'preferredVersion', 'groupVersion') ?? []);
}

/** Gets a discovery document, or undefined if it does not exist. */
type Ask = (path: string, deadline: Deadline) => Promise<unknown>;

/** The kinds that a cluster knows. Asks once for each group, and never about kinds that every cluster has. */
export class Kinds {
  private readonly groups = new Map<string, Promise<readonly Resource[]>>();

  constructor(private readonly ask: Ask) {}

  /** Returns the kind's plural for paths. Undefined if the cluster does not know the kind. */
  async plural({ apiVersion, kind }: KindRef, deadline: Deadline): Promise<string | undefined> {
    const plural = PLURALS.get(`${apiVersion} ${kind}`);
    return plural ?? (await this.group(apiVersion, deadline)).find((each) => each.kind === kind)?.plural;
  }

  /** Returns every kind that can be listed by namespace, in the version that the server prefers. */
  async listedByNamespace(deadline: Deadline): Promise<readonly (KindRef & { readonly plural: string })[]> {
    const listed: (KindRef & { readonly plural: string })[] = [];
    for (const apiVersion of ['v1', ...preferredVersionsIn(await this.ask('/apis', deadline))])
      for (const { kind, plural, isListedByNamespace } of await this.group(apiVersion, deadline))
        if (isListedByNamespace) listed.push({ apiVersion, kind, plural });
    return listed;
  }

  private group(apiVersion: string, deadline: Deadline): Promise<readonly Resource[]> {
    const resources =
      this.groups.get(apiVersion) ?? this.ask(groupPath(apiVersion), deadline).then(resourcesIn);
    this.groups.set(apiVersion, resources);
    return resources;
  }
}
