import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { labels } from '../../../kubernetes/labels';
import { kube } from '../../../kubernetes/manifest';
import { LABELS } from '../facts/labels';
import { DEFAULT_REVISION, injectionWebhookName, NAMES } from '../facts/names';
import { defaultEntries, type InjectionProps, revisionEntries } from './injection-entries';

/** Options of {@link InjectionWebhook}. */
export interface InjectionWebhookProps extends InjectionProps {}

/**
 * The webhook that makes the API server of a remote send new pods to the primary's istiod, with the cluster id and
 * the network in the path. With a revision, it selects only the namespaces and pods that ask for it.
 *
 * The label `istio.io/rev` selects the istiod that fills in the certificates; without it none does. Source:
 * release-1.30, manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml and
 * pkg/webhooks/webhookpatch.go.
 */
export class InjectionWebhook extends Construct {
  /** The MutatingWebhookConfiguration. */
  readonly webhook: ApiObject;

  constructor(scope: Construct, id: string, props: InjectionWebhookProps) {
    super(scope, id);
    const { revision } = props;
    this.webhook = kube.mutatingWebhook(this, 'webhook', {
      metadata: {
        name: injectionWebhookName(props.namespace ?? NAMES.namespace, revision),
        labels: labels('istiod', {
          [LABELS.revision]: revision ?? DEFAULT_REVISION,
          app: 'sidecar-injector',
        }),
      },
      webhooks: [
        ...revisionEntries(props, revision ?? DEFAULT_REVISION),
        ...(revision === undefined ? defaultEntries(props) : []),
      ],
    });
  }
}
