import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { kube } from '../../../kubernetes/manifest';
import { LABELS } from '../facts/labels';

/** Options of {@link AmbientNamespace}. */
export interface AmbientNamespaceProps {
  /** Namespace whose traffic ztunnel carries, a DNS-1123 label. */
  readonly namespace: string;
}

/**
 * A namespace in ambient mode. It is the application's, so it carries no label of ours besides the one that asks for
 * ztunnel, and leaving the mesh does not delete it. Replaces `kubectl label namespace …`.
 */
export class AmbientNamespace extends Construct {
  /** The Namespace. */
  readonly namespace: ApiObject;

  constructor(scope: Construct, id: string, { namespace }: AmbientNamespaceProps) {
    super(scope, id);
    this.namespace = kube.namespace(this, 'namespace', {
      metadata: { name: namespace, labels: { [LABELS.dataPlaneMode]: 'ambient' } },
    });
  }
}
