import { type Action, type Cluster, ClusterError, type KubeObject } from '../../kubernetes/api/cluster';
import { canonicalJson, decodedAt, fieldAt, listAt, textAt } from '../../kubernetes/fields';
import type { LineMembership } from '../../membership/line-membership';
import { type Check, expectedObject, type ReadContext, type RemoteContext } from '../context';
import { broken, type Observation, ok, unknown, warning } from '../finding';
import { whyRevoked } from './revoked-token';

const CORE = 'v1';
const RBAC = 'rbac.authorization.k8s.io/v1';

/** A cluster that is read, and the objects that the manifests put into it. */
type AccountContext = ReadContext & Pick<RemoteContext, 'expected'>;

/** Checks that the reader's account exists, with its roles and their bindings. */
export async function readerAccount(context: AccountContext): Promise<Observation[]> {
  const { cluster, mesh, membership, expected } = context;
  const { namespace } = mesh.primary;
  const { account: name, grants } = membership.reader;
  const own = grants.filter(({ role }) =>
    expected.some(({ kind, metadata }) => kind === 'ClusterRole' && metadata.name === role),
  );
  const [account, found] = await Promise.all([
    cluster.get({ apiVersion: CORE, kind: 'ServiceAccount', name, namespace }),
    Promise.all(own.map((grant) => compareGrant(context, grant))),
  ]);
  const missing = [
    ...(account === undefined ? [`ServiceAccount ${namespace}/${name}`] : []),
    ...found.flatMap((grant) => grant.missing),
  ];
  if (missing.length > 0)
    return [broken(`there is no ${missing.join(', no ')}`, `Apply the manifests of ${cluster.name}`)];
  const different = found.flatMap((grant) => grant.different);
  const roles = own.map(({ role }) => role);
  return different.length === 0
    ? [
        ok(
          `${name} has the ${roles.length === 1 ? 'role' : 'roles'} ${roles.join(', ')} with the rules of the mesh`,
        ),
      ]
    : [broken(`${different.join(', ')} than the mesh says`, `Apply the manifests of ${cluster.name} again`)];
}

/** Finds differences between a role and binding and the manifests. */
async function compareGrant(
  { cluster, expected }: AccountContext,
  { role, binding }: LineMembership['reader']['grants'][number],
): Promise<{ readonly missing: readonly string[]; readonly different: readonly string[] }> {
  const [liveRole, liveBinding] = await Promise.all([
    cluster.get({ apiVersion: RBAC, kind: 'ClusterRole', name: role }),
    cluster.get({ apiVersion: RBAC, kind: 'ClusterRoleBinding', name: binding }),
  ]);
  return {
    missing: [
      ...(liveRole === undefined ? [`ClusterRole ${role}`] : []),
      ...(liveBinding === undefined ? [`ClusterRoleBinding ${binding}`] : []),
    ],
    different: [
      ...(sameRules(liveRole, expectedObject(expected, 'ClusterRole', role))
        ? []
        : [`ClusterRole ${role} has other rules`]),
      ...(sameBinding(liveBinding, expectedObject(expected, 'ClusterRoleBinding', binding))
        ? []
        : [`ClusterRoleBinding ${binding} binds something else`]),
    ],
  };
}

/** Rules are sets: the order of rules and of their words does not count. */
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

/**
 * Checks that the API server accepts the reader's token, and that the token allows exactly what the primary needs.
 */
export const readerToken: Check<ReadContext> = async ({ cluster, mesh, membership, openReader }) => {
  const { namespace } = mesh.primary;
  const { token: name, account } = membership.reader;
  const secret = await cluster.get({ apiVersion: CORE, kind: 'Secret', name, namespace });
  if (secret === undefined)
    return broken(`there is no Secret ${namespace}/${name}`, `Apply the manifests of ${cluster.name}`);
  const token = decodedAt(secret, 'data', 'token');
  if (token === undefined || textAt(secret, 'data', 'ca.crt') === undefined)
    return broken(
      `the Secret ${namespace}/${name} contains no token`,
      `Check that its annotation names the account ${account}, and that kube-controller-manager runs; delete the Secret and apply it again`,
    );
  const { trust, server } = cluster;
  // Deleting only the Secret gives the same token again.
  const renewal = `Run \`istio-remote join --rotate ${cluster.name}\`, which recreates the account and its token`;
  const revoked = await whyRevoked(token, cluster);
  if (revoked !== undefined)
    return broken(`the token in the Secret ${namespace}/${name} ${revoked}`, renewal);
  const reader = openReader({ name: cluster.name, server, token, ...trust });
  return checkReader(reader, { what: 'the token', renewal }, membership);
};

/** Credentials of the reader. */
interface ReaderCredential {
  /** How messages refer to it. */
  readonly what: string;
  /** What to do if the API server refuses the credentials. */
  readonly renewal: string;
  /**
   * What to do about bad credentials. If set, excess rights are only a warning.
   * @default - as for the token of the account
   */
  readonly instead?: string;
}

/** Asks an API server what the owner of credentials may do. */
export async function checkReader(
  reader: Cluster,
  { what, renewal, instead }: ReaderCredential,
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
