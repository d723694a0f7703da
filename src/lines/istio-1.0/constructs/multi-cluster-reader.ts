import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { labels } from '../../../kubernetes/labels';
import { kube } from '../../../kubernetes/manifest';
import { NAMES } from '../facts/names';

/** Options of {@link MultiClusterReader}. */
export interface MultiClusterReaderProps {
  /**
   * Namespace of the account.
   * @default 'istio-system'
   */
  readonly namespace?: string;
}

/**
 * The account `istio-multi` by which the primary's Pilot reads this cluster: nodes, pods, services and endpoints,
 * nothing else. Its token lies in a Secret of a fixed name, since Kubernetes ≥ 1.24 makes none by itself and
 * OpenShift makes several.
 * Source: 1.0.9, install/kubernetes/helm/istio-remote/templates/{serviceaccount,clusterrole,clusterrolebinding}.yaml.
 */
export class MultiClusterReader extends Construct {
  /** The ServiceAccount `istio-multi`. */
  readonly account: ApiObject;
  /** The Secret with its token. */
  readonly token: ApiObject;
  /** The ClusterRole `istio-reader`. */
  readonly role: ApiObject;
  /** The ClusterRoleBinding `istio-multi`. */
  readonly binding: ApiObject;

  constructor(scope: Construct, id: string, props: MultiClusterReaderProps = {}) {
    super(scope, id);
    const namespace = props.namespace ?? NAMES.namespace;
    const own = labels(NAMES.readerAccount);
    this.account = kube.serviceAccount(this, 'account', {
      metadata: { name: NAMES.readerAccount, namespace, labels: own },
    });
    this.token = kube.secret(this, 'token', {
      metadata: {
        name: NAMES.readerToken,
        namespace,
        labels: own,
        annotations: { 'kubernetes.io/service-account.name': NAMES.readerAccount },
      },
      type: 'kubernetes.io/service-account-token',
    });
    this.role = kube.clusterRole(this, 'role', {
      metadata: { name: NAMES.readerRole, labels: own },
      rules: [
        {
          apiGroups: [''],
          resources: ['nodes', 'pods', 'services', 'endpoints'],
          verbs: ['get', 'watch', 'list'],
        },
      ],
    });
    this.binding = kube.clusterRoleBinding(this, 'binding', {
      metadata: { name: NAMES.readerAccount, labels: own },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: NAMES.readerRole },
      subjects: [{ kind: 'ServiceAccount', name: NAMES.readerAccount, namespace }],
    });
  }
}
