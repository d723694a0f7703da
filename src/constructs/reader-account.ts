import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { kube, type PolicyRule } from '../kubernetes/manifest';

/** An account that reads a cluster, and where it is. */
interface ReaderAccount {
  readonly namespace: string;
  readonly account: string;
  readonly token: string;
  readonly role: string;
  readonly binding: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly rules: readonly PolicyRule[];
}

/** The account by which a primary reads a remote cluster: with a token in a Secret of a fixed name, and its rights. */
export function readerAccount(
  scope: Construct,
  reader: ReaderAccount,
): Record<'account' | 'token' | 'role' | 'binding', ApiObject> {
  const { namespace, account, labels } = reader;
  return {
    account: kube.serviceAccount(scope, 'account', { metadata: { name: account, namespace, labels } }),
    token: kube.secret(scope, 'token', {
      metadata: {
        name: reader.token,
        namespace,
        labels,
        annotations: { 'kubernetes.io/service-account.name': account },
      },
      type: 'kubernetes.io/service-account-token',
    }),
    role: kube.clusterRole(scope, 'role', { metadata: { name: reader.role, labels }, rules: reader.rules }),
    binding: kube.clusterRoleBinding(scope, 'binding', {
      metadata: { name: reader.binding, labels },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: reader.role },
      subjects: [{ kind: 'ServiceAccount', name: account, namespace }],
    }),
  };
}
