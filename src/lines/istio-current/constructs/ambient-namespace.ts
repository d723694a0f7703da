import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { kube } from '../../../kubernetes/manifest';
import { LABELS } from '../facts/labels';

/** Options of {@link AmbientNamespace}. */
export interface AmbientNamespaceProps {
  /** Namespace of an application, a DNS-1123 label. ztunnel carries its traffic. */
  readonly namespace: string;
}

/**
 * A namespace in ambient mode. It belongs to the application, so its only label of ours is the one that asks for
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
