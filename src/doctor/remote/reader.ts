import { NAMES } from '../../istio-1.0/facts/names';
import type { Action, Cluster, KubeObject } from '../../live/cluster';
import { ClusterError } from '../../live/cluster-error';
import { expectedObject, type RemoteContext } from '../context';
import { canonical, decodedAt, fieldAt, listAt, textAt } from '../fields';
import { broken, type Judgement, ok, unknown } from '../finding';

const CORE = 'v1';
const RBAC = 'rbac.authorization.k8s.io/v1';

/** The account istio-multi is there, with its role and the binding between them. */
export async function readerAccount({ cluster, mesh, expected }: RemoteContext): Promise<Judgement[]> {
  const { namespace } = mesh.primary;
  const name = NAMES.readerAccount;
  const [account, role, binding] = await Promise.all([
    cluster.get({ apiVersion: CORE, kind: 'ServiceAccount', name, namespace }),
    cluster.get({ apiVersion: RBAC, kind: 'ClusterRole', name: NAMES.readerRole }),
    cluster.get({ apiVersion: RBAC, kind: 'ClusterRoleBinding', name }),
  ]);
  const missing = [
    ...(account === undefined ? [`ServiceAccount ${namespace}/${name}`] : []),
    ...(role === undefined ? [`ClusterRole ${NAMES.readerRole}`] : []),
    ...(binding === undefined ? [`ClusterRoleBinding ${name}`] : []),
  ];
  if (missing.length > 0)
    return [broken(`there is no ${missing.join(', no ')}`, `Apply the manifests of ${cluster.name}`)];
  const different = [
    ...(sameRules(role, expectedObject(expected, 'ClusterRole', NAMES.readerRole))
      ? []
      : [`ClusterRole ${NAMES.readerRole} has other rules`]),
    ...(sameBinding(binding, expectedObject(expected, 'ClusterRoleBinding', name))
      ? []
      : [`ClusterRoleBinding ${name} binds something else`]),
  ];
  return different.length === 0
    ? [ok(`${name} has the role ${NAMES.readerRole} with the rules of the mesh`)]
    : [broken(`${different.join(', ')} than the mesh says`, `Apply the manifests of ${cluster.name} again`)];
}

/** Rules are sets: neither their order nor that of their words counts. */
function sameRules(live: KubeObject | undefined, wanted: KubeObject): boolean {
  const rules = (object: unknown): string =>
    listAt(object, 'rules')
      .map((rule) =>
        ['apiGroups', 'resources', 'verbs', 'resourceNames', 'nonResourceURLs']
          .map((key) => listAt(rule, key).map(String).sort().join())
          .join(';'),
      )
      .sort()
      .join('\n');
  return rules(live) === rules(wanted);
}

function sameBinding(live: KubeObject | undefined, wanted: KubeObject): boolean {
  const subjects = (object: unknown): string =>
    listAt(object, 'subjects')
      .map((subject) => ['kind', 'name', 'namespace'].map((key) => textAt(subject, key) ?? '').join('/'))
      .sort()
      .join();
  return (
    canonical(fieldAt(live, 'roleRef')) === canonical(fieldAt(wanted, 'roleRef')) &&
    subjects(live) === subjects(wanted)
  );
}

/** The token of istio-multi is there, is accepted, and may neither less nor more than read what Pilot reads. */
export async function readerToken({ cluster, mesh, openReader }: RemoteContext): Promise<Judgement[]> {
  const { namespace } = mesh.primary;
  const name = NAMES.readerToken;
  const secret = await cluster.get({ apiVersion: CORE, kind: 'Secret', name, namespace });
  if (secret === undefined)
    return [broken(`there is no Secret ${namespace}/${name}`, `Apply the manifests of ${cluster.name}`)];
  const token = decodedAt(secret, 'data', 'token');
  if (token === undefined || textAt(secret, 'data', 'ca.crt') === undefined)
    return [
      broken(
        `the Secret ${namespace}/${name} holds no token`,
        `Check that its annotation names the account ${NAMES.readerAccount}, and that kube-controller-manager runs; delete the Secret and apply it again`,
      ),
    ];
  const { trust, server } = cluster;
  return judgeReader(openReader({ name: cluster.name, server, token, ...trust }), 'the token');
}

/** What Pilot reads in a remote cluster. */
const NEEDED: readonly Action[] = ['pods', 'services', 'endpoints', 'nodes'].flatMap((resource) =>
  ['list', 'watch'].map((verb) => ({ verb, resource })),
);

/** Samples of what nobody gets with the token of a remote cluster. */
const REFUSED: readonly Action[] = [
  { verb: 'list', resource: 'secrets' },
  { verb: 'get', resource: 'secrets' },
  { verb: 'list', resource: 'configmaps' },
  { verb: 'create', resource: 'pods' },
  { verb: 'delete', resource: 'services' },
  { verb: 'impersonate', resource: 'users' },
  { verb: '*', resource: '*', group: '*' },
];

/** Asks an API server what the holder of a token may do. */
export async function judgeReader(reader: Cluster, what: string): Promise<Judgement[]> {
  let answers: readonly [readonly boolean[], readonly boolean[]];
  try {
    const asked = (actions: readonly Action[]) => Promise.all(actions.map((action) => reader.may(action)));
    answers = await Promise.all([asked(NEEDED), asked(REFUSED)]);
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    return error.fault === 'unauthorized'
      ? [
          broken(
            `${what} is not accepted by ${reader.server}`,
            `Delete the Secret ${NAMES.readerToken}, apply it again, then run \`istio-remote join ${reader.name}\``,
          ),
        ]
      : [unknown(`${what} could not be tried: ${error.message}`, 'Repair that first')];
  }
  const [needed, refused] = answers;
  const missing = NEEDED.filter((_, index) => needed[index] !== true).map(actionText);
  const excess = REFUSED.filter((_, index) => refused[index] === true).map(actionText);
  return [
    ...(missing.length === 0
      ? []
      : [
          broken(
            `${what} may not ${missing.join(', ')}`,
            `Apply the manifests of ${reader.name}: role and binding of ${NAMES.readerAccount}`,
          ),
        ]),
    ...(excess.length === 0
      ? []
      : [
          broken(
            `${what} may ${excess.join(', ')}, more than Pilot needs`,
            `Find the other bindings of the account ${NAMES.readerAccount} and remove them`,
          ),
        ]),
    ...(missing.length + excess.length === 0
      ? [ok(`${what} reads pods, services, endpoints and nodes, and nothing else`)]
      : []),
  ];
}

function actionText({ verb, resource }: Action): string {
  return verb === '*' ? 'do everything' : `${verb} ${resource}`;
}
