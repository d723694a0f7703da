import { type Action, type Cluster, ClusterError, type KubeObject } from '../../kubernetes/api/cluster';
import { canonicalJson, decodedAt, fieldAt, listAt, textAt } from '../../kubernetes/fields';
import type { LineMembership } from '../../membership/line-membership';
import { type Check, expectedObject, type RemoteContext } from '../context';
import { broken, type Observation, ok, unknown, warning } from '../finding';

const CORE = 'v1';
const RBAC = 'rbac.authorization.k8s.io/v1';

/** The reader's account is there, with its role and the binding between them. */
export const readerAccount: Check<RemoteContext> = async ({ cluster, mesh, membership, expected }) => {
  const { namespace } = mesh.primary;
  const names = membership.reader;
  const name = names.account;
  const [account, role, binding] = await Promise.all([
    cluster.get({ apiVersion: CORE, kind: 'ServiceAccount', name, namespace }),
    cluster.get({ apiVersion: RBAC, kind: 'ClusterRole', name: names.role }),
    cluster.get({ apiVersion: RBAC, kind: 'ClusterRoleBinding', name: names.binding }),
  ]);
  const missing = [
    ...(account === undefined ? [`ServiceAccount ${namespace}/${name}`] : []),
    ...(role === undefined ? [`ClusterRole ${names.role}`] : []),
    ...(binding === undefined ? [`ClusterRoleBinding ${names.binding}`] : []),
  ];
  if (missing.length > 0)
    return broken(`there is no ${missing.join(', no ')}`, `Apply the manifests of ${cluster.name}`);
  const different = [
    ...(sameRules(role, expectedObject(expected, 'ClusterRole', names.role))
      ? []
      : [`ClusterRole ${names.role} has other rules`]),
    ...(sameBinding(binding, expectedObject(expected, 'ClusterRoleBinding', names.binding))
      ? []
      : [`ClusterRoleBinding ${names.binding} binds something else`]),
  ];
  return different.length === 0
    ? ok(`${name} has the role ${names.role} with the rules of the mesh`)
    : broken(`${different.join(', ')} than the mesh says`, `Apply the manifests of ${cluster.name} again`);
};

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
    canonicalJson(fieldAt(live, 'roleRef')) === canonicalJson(fieldAt(wanted, 'roleRef')) &&
    subjects(live) === subjects(wanted)
  );
}

/** The API server accepts the reader's token, which may do what the primary needs and nothing else. */
export const readerToken: Check<RemoteContext> = async ({ cluster, mesh, membership, openReader }) => {
  const { namespace } = mesh.primary;
  const { token: name, account } = membership.reader;
  const secret = await cluster.get({ apiVersion: CORE, kind: 'Secret', name, namespace });
  if (secret === undefined)
    return broken(`there is no Secret ${namespace}/${name}`, `Apply the manifests of ${cluster.name}`);
  const token = decodedAt(secret, 'data', 'token');
  if (token === undefined || textAt(secret, 'data', 'ca.crt') === undefined)
    return broken(
      `the Secret ${namespace}/${name} holds no token`,
      `Check that its annotation names the account ${account}, and that kube-controller-manager runs; delete the Secret and apply it again`,
    );
  const { trust, server } = cluster;
  const reader = openReader({ name: cluster.name, server, token, ...trust });
  return checkReader(reader, { what: 'the token' }, membership);
};

/** Credentials of the reader. */
interface ReaderCredential {
  /** What messages call it. */
  readonly what: string;
  /** What to do when it is not good; more rights than needed are doubtful then. @default - as for the token of the account */
  readonly instead?: string;
}

/** Asks an API server what the holder of credentials may do. */
export async function checkReader(
  reader: Cluster,
  { what, instead }: ReaderCredential,
  { reader: names, controlPlane }: Pick<LineMembership, 'reader' | 'controlPlane'>,
): Promise<Observation[]> {
  let denied: readonly Action[];
  let excessive: readonly Action[];
  try {
    const filtered = async (actions: readonly Action[], allowed: boolean) => {
      const answers = await Promise.all(actions.map((action) => reader.may(action)));
      return actions.filter((_, index) => answers[index] === allowed);
    };
    [denied, excessive] = await Promise.all([filtered(names.needed, false), filtered(names.refused, true)]);
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    const renewal =
      instead ??
      `Delete the Secret ${names.token}, apply it again, then run \`istio-remote join ${reader.name}\``;
    if (error.fault === 'unauthorized')
      return [broken(`${what} is not accepted by ${reader.server}`, renewal)];
    return error.fault === 'kubeconfig'
      ? [broken(`${what} cannot be used: ${error.message}`, renewal)]
      : [unknown(`${what} could not be tried: ${error.message}`, 'Repair that first')];
  }
  if (denied.length + excessive.length === 0) return [ok(`${what} ${names.rights}`)];
  const observations: Observation[] = [];
  if (denied.length > 0)
    observations.push(
      broken(
        `${what} may not ${denied.map(actionText).join(', ')}`,
        instead ?? `Apply the manifests of ${reader.name}: role and binding of ${names.account}`,
      ),
    );
  if (excessive.length > 0)
    observations.push(
      (instead === undefined ? broken : warning)(
        `${what} may ${excessive.map(actionText).join(', ')}, more than ${controlPlane} needs`,
        instead ?? `Find the other bindings of the account ${names.account} and remove them`,
      ),
    );
  return observations;
}

function actionText({ verb, resource }: Action): string {
  return verb === '*' ? 'do everything' : `${verb} ${resource}`;
}
