import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { labels } from '../../../kubernetes/labels';
import { kube } from '../../../kubernetes/manifest';
import { ANNOTATIONS, LABELS } from '../facts/labels';
import { NAMES } from '../facts/names';

/** Options of {@link CurrentMeshNamespace}. */
export interface CurrentMeshNamespaceProps {
  /** Namespace of Istio, a DNS-1123 label. @default 'istio-system' */
  readonly namespace?: string;
  /** Network of the cluster's pods. Replaces `kubectl label namespace`. @default - one flat network */
  readonly network?: string;
  /**
   * Cluster id of the primary. Its istiod then fills in the certificate of the injection webhook and gives every
   * namespace the root certificate. Replaces `kubectl annotate namespace`.
   * @default - no other cluster, as on the primary itself
   */
  readonly primary?: string;
}

/**
 * The namespace of Istio, with the labels and annotations that istiod reads. Injection stays possible in it, because
 * the pods of an east-west gateway become gateways by injection. Source: release-1.30,
 * pilot/pkg/serviceregistry/kube/controller/{network,multicluster}.go.
 */
export class CurrentMeshNamespace extends Construct {
  /** The Namespace. */
  readonly namespace: ApiObject;

  constructor(scope: Construct, id: string, props: CurrentMeshNamespaceProps = {}) {
    super(scope, id);
    const { network, primary } = props;
    this.namespace = kube.namespace(this, 'namespace', {
      metadata: {
        name: props.namespace ?? NAMES.namespace,
        labels: labels('istio', network === undefined ? {} : { [LABELS.network]: network }),
        ...(primary === undefined ? {} : { annotations: { [ANNOTATIONS.controlPlaneClusters]: primary } }),
      },
    });
  }
}
