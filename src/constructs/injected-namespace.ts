import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { INJECTION_LABEL, REVISION_LABEL } from '../kubernetes/labels';
import { kube } from '../kubernetes/manifest';

/** Options of {@link InjectedNamespace}. */
export interface InjectedNamespaceProps {
  /** Namespace whose pods get a sidecar, a DNS-1123 label. */
  readonly namespace: string;
  /** Revision of current Istio that injects, or a tag of it. @default - the default revision, as in Istio 1.0 */
  readonly revision?: string;
}

/**
 * A namespace whose new pods get a sidecar. It belongs to the application, so its only label of ours is the one that
 * asks for injection, and leaving the mesh does not delete it. Replaces `kubectl label namespace …
 * istio-injection=enabled`.
 */
export class InjectedNamespace extends Construct {
  /** The Namespace. */
  readonly namespace: ApiObject;

  constructor(scope: Construct, id: string, props: InjectedNamespaceProps) {
    super(scope, id);
    const { namespace, revision } = props;
    const labels = revision === undefined ? { [INJECTION_LABEL]: 'enabled' } : { [REVISION_LABEL]: revision };
    this.namespace = kube.namespace(this, 'namespace', { metadata: { name: namespace, labels } });
  }
}
