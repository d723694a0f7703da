import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { kube, type PolicyRule } from '../kubernetes/manifest';

/** An account that reads a cluster, and where it is. */
interface ReaderAccount {
  readonly namespace: string;
  readonly account: string;
  readonly token: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Names of Secrets. @default - none */
  readonly imagePullSecrets?: readonly string[];
}

/** What a {@link ReaderAccount} may do. */
interface ReaderGrant extends Pick<ReaderAccount, 'namespace' | 'account' | 'labels'> {
  readonly role: string;
  readonly binding: string;
  readonly rules: readonly PolicyRule[];
}

/** The account by which a primary reads a remote cluster: with a token in a Secret of a fixed name, and its rights. */
export function readerAccount(
  scope: Construct,
  reader: ReaderAccount & ReaderGrant,
): Record<'account' | 'token' | 'role' | 'binding', ApiObject> {
  return { ...accountWithToken(scope, reader), ...roleWithBinding(scope, reader) };
}

/** The account and the Secret with its token. */
export function accountWithToken(
  scope: Construct,
  { namespace, account, token, labels, imagePullSecrets = [] }: ReaderAccount,
): Record<'account' | 'token', ApiObject> {
  return {
    account: kube.serviceAccount(scope, 'account', {
      metadata: { name: account, namespace, labels },
      ...(imagePullSecrets.length === 0
        ? {}
        : { imagePullSecrets: imagePullSecrets.map((name) => ({ name })) }),
    }),
    token: kube.secret(scope, 'token', {
      metadata: {
        name: token,
        namespace,
        labels,
        annotations: { 'kubernetes.io/service-account.name': account },
      },
      type: 'kubernetes.io/service-account-token',
    }),
  };
}

/** A role of the account and the binding of both. */
export function roleWithBinding(
  scope: Construct,
  { namespace, account, labels, role, binding, rules }: ReaderGrant,
): Record<'role' | 'binding', ApiObject> {
  return {
    role: kube.clusterRole(scope, 'role', { metadata: { name: role, labels }, rules }),
    binding: kube.clusterRoleBinding(scope, 'binding', {
      metadata: { name: binding, labels },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
      subjects: [{ kind: 'ServiceAccount', name: account, namespace }],
    }),
  };
}
