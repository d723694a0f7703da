import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { readerAccount } from '../../../constructs/reader-account';
import { labels } from '../../../kubernetes/labels';
import { NAMES } from '../facts/names';

/** Options of {@link MultiClusterReader}. */
export interface MultiClusterReaderProps {
  /** Namespace of the account. @default 'istio-system' */
  readonly namespace?: string;
}

/**
 * The account `istio-multi` that the primary's Pilot uses to read this cluster. It may read only nodes, pods,
 * services and endpoints. Its token is in a Secret with a fixed name, because Kubernetes ≥ 1.24 creates none by
 * itself and OpenShift creates several. Source: 1.0.9,
 * install/kubernetes/helm/istio-remote/templates/{serviceaccount,clusterrole,clusterrolebinding}.yaml.
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
    const reader = readerAccount(this, {
      namespace: props.namespace ?? NAMES.namespace,
      account: NAMES.readerAccount,
      token: NAMES.readerToken,
      role: NAMES.readerRole,
      binding: NAMES.readerAccount,
      labels: labels(NAMES.readerAccount),
      rules: [
        {
          apiGroups: [''],
          resources: ['nodes', 'pods', 'services', 'endpoints'],
          verbs: ['get', 'watch', 'list'],
        },
      ],
    });
    this.account = reader.account;
    this.token = reader.token;
    this.role = reader.role;
    this.binding = reader.binding;
  }
}
