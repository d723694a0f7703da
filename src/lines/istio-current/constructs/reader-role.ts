import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { labels } from '../../../kubernetes/labels';
import { kube } from '../../../kubernetes/manifest';
import { NAMES, readerRoleName } from '../facts/names';
import { readerRules } from '../facts/reader-rules';
import { LATEST_CURRENT } from '../facts/releases';

/** Options of {@link ReaderRole}. */
export interface ReaderRoleProps {
  /** Istio release of the revision, such as `1.30`. @default '1.31' */
  readonly istio?: string;
  /** Namespace of the account. @default 'istio-system' */
  readonly namespace?: string;
  /** Revision of the primary's istiod, which gets a role of its own. @default - the default one */
  readonly revision?: string;
}

/**
 * What istiod of one revision may do in a remote: a role that is bound to the account of all revisions.
 * Source: release-1.30, manifests/charts/istio-control/istio-discovery/templates/reader-clusterrole{,binding}.yaml.
 */
export class ReaderRole extends Construct {
  /** The ClusterRole. */
  readonly role: ApiObject;
  /** The ClusterRoleBinding of account and role. */
  readonly binding: ApiObject;

  constructor(scope: Construct, id: string, props: ReaderRoleProps = {}) {
    super(scope, id);
    const { role, binding } = roleWithBinding(this, props);
    this.role = role;
    this.binding = binding;
  }
}

/** The role of a revision, bound to the account of all revisions. */
export function roleWithBinding(
  scope: Construct,
  { istio = LATEST_CURRENT, namespace = NAMES.namespace, revision }: ReaderRoleProps,
): { readonly role: ApiObject; readonly binding: ApiObject } {
  const metadata = {
    name: readerRoleName(namespace, revision),
    labels: labels('istio-reader', { app: 'istio-reader' }),
  };
  const role = kube.clusterRole(scope, 'role', { metadata, rules: readerRules(istio) });
  const binding = kube.clusterRoleBinding(scope, 'binding', {
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: metadata.name },
    subjects: [{ kind: 'ServiceAccount', name: NAMES.readerAccount, namespace }],
  });
  return { role, binding };
}
