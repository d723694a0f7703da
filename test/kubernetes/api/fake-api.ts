import type { KubeObject } from '../../../src/kubernetes/api/cluster';

/** The answer of a server. */
export interface FakeAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text unchanged, anything else as JSON. */
  readonly body: unknown;
}

const KINDS: Readonly<Record<string, readonly [apiVersion: string, kind: string]>> = {
  namespaces: ['v1', 'Namespace'],
  nodes: ['v1', 'Node'],
  pods: ['v1', 'Pod'],
  services: ['v1', 'Service'],
  endpoints: ['v1', 'Endpoints'],
  secrets: ['v1', 'Secret'],
  configmaps: ['v1', 'ConfigMap'],
  serviceaccounts: ['v1', 'ServiceAccount'],
  deployments: ['apps/v1', 'Deployment'],
  clusterroles: ['rbac.authorization.k8s.io/v1', 'ClusterRole'],
  clusterrolebindings: ['rbac.authorization.k8s.io/v1', 'ClusterRoleBinding'],
  mutatingwebhookconfigurations: ['admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration'],
  validatingwebhookconfigurations: ['admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration'],
  endpointslices: ['discovery.k8s.io/v1', 'EndpointSlice'],
  customresourcedefinitions: ['apiextensions.k8s.io/v1', 'CustomResourceDefinition'],
};
const CLUSTER_SCOPED = [
  'namespaces',
  'nodes',
  'clusterroles',
  'clusterrolebindings',
  'mutatingwebhookconfigurations',
  'validatingwebhookconfigurations',
  'customresourcedefinitions',
];

export function status(code: number, reason: string, message = reason): FakeAnswer {
  return {
    status: code,
    body: { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason, message, code },
  };
}

/** Answers like an API server, as far as this tool needs. */
export function answerTo(
  objects: Map<string, KubeObject>,
  method: string,
  url: URL,
  body: Record<string, unknown> | undefined,
): FakeAnswer {
  const { pathname, searchParams } = url;
  if (pathname === '/version') return { status: 200, body: { gitVersion: 'v1.20.2' } };
  const discovery = discoveryOf(pathname);
  if (discovery !== undefined) return { status: 200, body: discovery };
  const path = /^\/(?:api|apis\/[^/]+)\/v1(?:\/namespaces\/([^/]+)(?=\/))?\/([a-z]+)(?:\/([^/]+))?$/.exec(
    pathname,
  );
  const [, namespace, plural = '', name] = path ?? [];
  const [apiVersion, kind] = KINDS[plural] ?? [];
  if (kind === undefined || apiVersion === undefined) return status(404, 'NotFound');
  const key = (of: string | undefined): string =>
    `${kind} ${namespace === undefined ? '' : `${namespace}/`}${of}`;
  if (method === 'POST') {
    const made = body as unknown as KubeObject;
    if (objects.has(key(made.metadata.name))) return status(409, 'AlreadyExists');
    const whole = { ...made, metadata: { ...made.metadata, uid: crypto.randomUUID(), resourceVersion: '1' } };
    objects.set(key(made.metadata.name), whole);
    return { status: 201, body: whole };
  }
  if (name === undefined) {
    const items = [...objects.values()]
      .filter((object) => object.kind === kind && isSelected(object, searchParams))
      .filter((object) => namespace === undefined || object.metadata.namespace === namespace)
      .map(({ kind: _kind, apiVersion: _apiVersion, ...item }) => item);
    return { status: 200, body: { kind: `${kind}List`, apiVersion, metadata: {}, items } };
  }
  const found = objects.get(key(name));
  if (found === undefined) return status(404, 'NotFound');
  if (method === 'DELETE') {
    const uid = (body?.preconditions as { uid?: string } | undefined)?.uid;
    if (uid !== undefined && uid !== found.metadata.uid) return status(409, 'Conflict');
    objects.delete(key(name));
    if (kind === 'Namespace')
      for (const [other, { metadata }] of objects) if (metadata.namespace === name) objects.delete(other);
    return { status: 200, body: { kind: 'Status', status: 'Success', details: { uid: found.metadata.uid } } };
  }
  if (method === 'PATCH') objects.set(key(name), merged(found, body) as KubeObject);
  return { status: 200, body: objects.get(key(name)) };
}

function isSelected(object: KubeObject, query: URLSearchParams): boolean {
  const [label = '', value] = (query.get('labelSelector') ?? '').split('=');
  const [field = '', wanted] = (query.get('fieldSelector') ?? '').split('=');
  return (
    (label === '' || object.metadata.labels?.[label] === value) &&
    (field === '' || valueAt(object, field) === wanted)
  );
}

function valueAt(object: unknown, field: string): unknown {
  return field
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], object);
}

function merged(value: unknown, change: unknown): unknown {
  if (typeof change !== 'object' || change === null || Array.isArray(change)) return change;
  const result: Record<string, unknown> = { ...(value as Record<string, unknown>) };
  for (const [key, part] of Object.entries(change)) {
    if (part === null) delete result[key];
    else result[key] = merged(result[key], part);
  }
  return result;
}

function discoveryOf(path: string): unknown {
  const versions = [...new Set(Object.values(KINDS).map(([apiVersion]) => apiVersion))];
  if (path === '/apis')
    return {
      kind: 'APIGroupList',
      groups: versions
        .filter((version) => version !== 'v1')
        .map((groupVersion) => ({ preferredVersion: { groupVersion } })),
    };
  const version = versions.find((found) => path === (found === 'v1' ? '/api/v1' : `/apis/${found}`));
  if (version === undefined) return undefined;
  const resources = Object.entries(KINDS)
    .filter(([, [apiVersion]]) => apiVersion === version)
    .map(([name, [, kind]]) => ({
      name,
      kind,
      namespaced: !CLUSTER_SCOPED.includes(name),
      verbs: ['list', 'get'],
    }));
  return { kind: 'APIResourceList', resources };
}
