import type { Check, RemoteContext } from '../../src/doctor/context';
import type { Observation } from '../../src/doctor/finding';
import type { Action, Cluster, KubeObject, ObjectRef } from '../../src/kubernetes/api/cluster';
import type { KindRef } from '../../src/kubernetes/kinds';
import { checks } from '../../src/lines/istio-1.0/doctor/checks';
import type { Mesh10, Remote10 } from '../../src/lines/istio-1.0/mesh';
import { parseMesh } from '../../src/lines/read-mesh';
import { ROOT_PEM } from '../certificates-in-pem';
import { membershipOf } from '../membership/membership-of';

/** The API server's error for one kind of call, instead of an answer. */
type Failures = { readonly [Call in 'version' | 'get' | 'list' | 'may']?: Error | 'never' };

export interface FakeClusterOptions {
  readonly name?: string;
  readonly version?: string;
  readonly objects?: readonly KubeObject[];
  /** The rights of the caller. @default - Pilot's rights */
  readonly may?: (action: Action) => boolean;
  readonly failures?: Failures;
  /** Connects to ports of pods. @default - fails */
  readonly connectToPod?: Cluster['connectToPod'];
}

/** The rights of istio-multi in a healthy cluster. */
export function readerMay({ verb, resource }: Action): boolean {
  return (
    ['get', 'list', 'watch'].includes(verb) && ['pods', 'services', 'endpoints', 'nodes'].includes(resource)
  );
}

/** A cluster in memory. Writing to it is a bug: doctor only reads. */
export function fakeCluster({
  name = 'eu',
  version = '1.21.3',
  objects = [],
  may = readerMay,
  failures = {},
  connectToPod,
}: FakeClusterOptions = {}): Cluster {
  const answer = <T>(call: keyof Failures, value: T): Promise<T> => {
    const failure = failures[call];
    if (failure === 'never') return new Promise<T>(() => undefined);
    return failure === undefined ? Promise.resolve(value) : Promise.reject(failure);
  };
  const refuse = (): never => {
    throw new Error('the doctor only looks');
  };
  return {
    name,
    server: `https://${name}.example.com:6443`,
    context: { name, shown: JSON.stringify(name), named: true },
    trust: { ca: 'CA', skipVerify: false },
    version: () => answer('version', version),
    get: (ref: ObjectRef) =>
      answer(
        'get',
        objects.find(
          ({ kind, apiVersion, metadata }) =>
            kind === ref.kind &&
            apiVersion === ref.apiVersion &&
            metadata.name === ref.name &&
            metadata.namespace === ref.namespace,
        ),
      ),
    list: (wanted: KindRef, { namespace, labels } = {}) =>
      answer(
        'list',
        objects.filter(
          ({ kind, metadata }) =>
            kind === wanted.kind &&
            (namespace === undefined || metadata.namespace === namespace) &&
            (labels === undefined || hasLabel(metadata.labels, labels)),
        ),
      ),
    may: (action) => answer('may', may(action)),
    contents: refuse,
    create: refuse,
    patch: refuse,
    delete: refuse,
    requestToken: refuse,
    isSigned: async () => undefined,
    connectToPod: connectToPod ?? refuse,
  };
}

function hasLabel(labels: Readonly<Record<string, string>> | undefined, selector: string): boolean {
  const [key = '', value] = selector.split('=');
  return labels?.[key] === value;
}

export const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJpc3Rpby1tdWx0aSJ9.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg';
export const ROOT = ROOT_PEM;

export function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** A mesh with one remote, `eu`, that has every part. */
export function meshOf(remote = '', more = ''): Mesh10 {
  const { mesh, problems } = parseMesh(
    `istio: 1.0.9
primary: { name: hq, podCidrs: [10.8.0.0/14], addresses: { pilot: 10.8.0.11, policy: 10.8.0.12 } }
${more}
remotes:
  - { name: eu, kubernetes: "1.21", apiServer: "https://eu.example.com:6443", podCidrs: [10.20.0.0/16], pilotService: true, injectedNamespaces: [shop]${remote} }
`,
    'mesh.yaml',
  );
  if (mesh?.line !== '1.0') throw new Error(JSON.stringify(problems));
  return mesh;
}

export function remoteOf(mesh: Mesh10): Remote10 {
  const [remote] = mesh.remotes;
  if (remote === undefined) throw new Error('no remote');
  return remote;
}

/** The objects of a healthy remote cluster: those of the mesh, and what others fill in. */
export function healthyObjects(mesh: Mesh10): KubeObject[] {
  const namespace = mesh.primary.namespace;
  const filled = checks.expected(mesh, remoteOf(mesh)).map((object): KubeObject => {
    if (object.kind === 'Deployment') return { ...object, status: { availableReplicas: 1 } };
    if (object.kind === 'Secret')
      return { ...object, data: { token: base64(TOKEN), 'ca.crt': base64(ROOT) } };
    if (object.kind !== 'MutatingWebhookConfiguration') return object;
    const webhooks = (object.webhooks as { clientConfig: object }[]).map((one) => ({
      ...one,
      clientConfig: { ...one.clientConfig, caBundle: base64(ROOT) },
    }));
    return { ...object, webhooks };
  });
  return [
    ...filled,
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'istio.istio-sidecar-injector-service-account', namespace },
      data: { 'root-cert.pem': base64(ROOT) },
    },
    {
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: { name: 'istio-sidecar-injector', namespace },
      subsets: [{ addresses: [{ ip: '10.20.0.9' }] }],
    },
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system', uid: 'uid-of-eu' } },
    { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1' }, spec: { podCIDR: '10.20.3.0/24' } },
  ];
}

/** Returns the objects with some changed or, if `change` returns undefined, removed. */
export function changed(
  objects: readonly KubeObject[],
  kind: string,
  name: string,
  change: (object: KubeObject) => object | undefined,
): KubeObject[] {
  let found = false;
  const result = objects.flatMap((object): KubeObject[] => {
    if (object.kind !== kind || object.metadata.name !== name) return [object];
    found = true;
    const replaced = change(object);
    return replaced === undefined ? [] : [replaced as KubeObject];
  });
  if (!found) throw new Error(`no ${kind} ${name}`);
  return result;
}

/** Returns the context of a check of the remote `eu`. */
export function remoteContext(
  mesh: Mesh10,
  options: FakeClusterOptions & { readonly reader?: FakeClusterOptions; readonly primary?: string } = {},
): RemoteContext<Mesh10> {
  const remote = remoteOf(mesh);
  return {
    mesh,
    membership: membershipOf(mesh),
    remote,
    cluster: fakeCluster({ objects: healthyObjects(mesh), ...options }),
    expected: checks.expected(mesh, remote),
    openReader: () => fakeCluster(options.reader),
    primaryIdentity: async () => options.primary ?? 'uid-of-hq',
  };
}

/** Returns the observations of a check as a list. */
export async function observed(look: ReturnType<Check<never>>): Promise<readonly Observation[]> {
  return [await look].flat();
}
