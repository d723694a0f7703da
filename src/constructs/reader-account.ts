import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { kube, type PolicyRule } from '../kubernetes/manifest';

/** An account that reads a cluster, and its namespace. */
interface ReaderAccount {
  readonly namespace: string;
  readonly account: string;
  readonly token: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Names of Secrets for pulling images. @default - none */
  readonly imagePullSecrets?: readonly string[];
}

/** The rights of a {@link ReaderAccount}. */
interface ReaderGrant extends Pick<ReaderAccount, 'namespace' | 'account' | 'labels'> {
  readonly role: string;
  readonly binding: string;
  readonly rules: readonly PolicyRule[];
}

/**
 * Creates the account that a primary uses to read a remote cluster: with its rights, and a token in a Secret of a
 * fixed name.
 */
export function readerAccount(
  scope: Construct,
  reader: ReaderAccount & ReaderGrant,
): Record<'account' | 'token' | 'role' | 'binding', ApiObject> {
  return { ...accountWithToken(scope, reader), ...roleWithBinding(scope, reader) };
}

/** Creates the account and the Secret with its token. */
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

/** Creates a role of the account and their binding. */
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
