import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { kube } from '../../kubernetes/manifest';
import { NAMES } from '../facts/names';

export interface InjectedNamespaceProps {
  /** Namespace whose pods get a sidecar, a DNS-1123 label. */
  readonly namespace: string;
}

/**
 * A namespace whose new pods get a sidecar. The namespace is the application's, so it carries no label of ours
 * besides the one that asks for injection, and leaving the mesh does not delete it.
 * Replaces `kubectl label namespace … istio-injection=enabled`.
 */
export class InjectedNamespace extends Construct {
  readonly namespace: ApiObject;

  constructor(scope: Construct, id: string, props: InjectedNamespaceProps) {
    super(scope, id);
    this.namespace = kube.namespace(this, 'namespace', {
      metadata: { name: props.namespace, labels: { [NAMES.injectionLabel]: 'enabled' } },
    });
  }
}
