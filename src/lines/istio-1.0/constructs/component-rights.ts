import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { labels } from '../../../kubernetes/labels';
import { kube } from '../../../kubernetes/manifest';

interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

interface Rights {
  readonly component: string;
  readonly app: string;
  readonly role: string;
  readonly binding: string;
  readonly account: string;
  readonly namespace: string;
  readonly rules: readonly PolicyRule[];
}

/** A ClusterRole for one component and its binding to the component's account. */
export function componentRights(scope: Construct, rights: Rights): { role: ApiObject; binding: ApiObject } {
  const own = labels(rights.component, { app: rights.app });
  const role = kube.clusterRole(scope, 'role', {
    metadata: { name: rights.role, labels: own },
    rules: rights.rules,
  });
  const binding = kube.clusterRoleBinding(scope, 'binding', {
    metadata: { name: rights.binding, labels: own },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: rights.role },
    subjects: [{ kind: 'ServiceAccount', name: rights.account, namespace: rights.namespace }],
  });
  return { role, binding };
}
