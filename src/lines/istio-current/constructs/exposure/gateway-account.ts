import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { kube } from '../../../../kubernetes/manifest';

/** What all objects of a gateway are called, and their labels. */
export interface GatewayMetadata {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The account of a gateway, which reads the certificates of its namespace. */
export function gatewayAccount(
  scope: Construct,
  metadata: GatewayMetadata,
): { account: ApiObject; role: ApiObject; binding: ApiObject } {
  const { name, namespace } = metadata;
  return {
    account: kube.serviceAccount(scope, 'account', { metadata }),
    role: kube.role(scope, 'role', {
      metadata,
      rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'watch', 'list'] }],
    }),
    binding: kube.roleBinding(scope, 'binding', {
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    }),
  };
}
