import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { labels } from '../../../kubernetes/labels';
import { kube } from '../../../kubernetes/manifest';
import { NAMES } from '../facts/names';

/** Options of {@link MeshNamespace}. */
export interface MeshNamespaceProps {
  /** Namespace of Istio, a DNS-1123 label. @default 'istio-system' */
  readonly namespace?: string;
}

/**
 * The namespace of Istio. Its label `istio-injection: disabled` keeps a webhook that injects by default from blocking
 * its own injector. Replaces `kubectl create ns istio-system`. Source: 1.0.9, install/kubernetes/namespace.yaml.
 */
export class MeshNamespace extends Construct {
  /** The Namespace. */
  readonly namespace: ApiObject;

  constructor(scope: Construct, id: string, props: MeshNamespaceProps = {}) {
    super(scope, id);
    this.namespace = kube.namespace(this, 'namespace', {
      metadata: {
        name: props.namespace ?? NAMES.namespace,
        labels: labels('istio', { [NAMES.injectionLabel]: 'disabled' }),
      },
    });
  }
}
