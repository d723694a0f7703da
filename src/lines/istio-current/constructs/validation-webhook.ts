import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { labels } from '../../../kubernetes/labels';
import { kube } from '../../../kubernetes/manifest';
import { LABELS } from '../facts/labels';
import { DEFAULT_REVISION, istiodName, NAMES } from '../facts/names';
import { PORTS } from '../facts/ports';

/** Options of {@link ValidationWebhook}. */
export interface ValidationWebhookProps {
  /** Namespace of Istio. @default 'istio-system' */
  readonly namespace?: string;
  /** Revision of the primary's istiod. Replaces `defaultRevision`. @default - the default one */
  readonly revision?: string;
  /**
   * CA certificates by which the API server trusts istiod, base64 of PEM. With them an object that istiod refuses is
   * refused. Replaces `base.validationCABundle`.
   * @default - none: everything is let through, since the primary's istiod fills in nothing here on a remote
   */
  readonly caBundle?: string;
}

/**
 * The webhook by which the API server asks the primary's istiod about Istio's own objects.
 * Source: release-1.30, manifests/charts/base/templates/defaultrevision-validatingwebhookconfiguration.yaml.
 */
export class ValidationWebhook extends Construct {
  /** The ValidatingWebhookConfiguration `istiod-default-validator`. */
  readonly webhook: ApiObject;

  constructor(scope: Construct, id: string, props: ValidationWebhookProps = {}) {
    super(scope, id);
    const { revision, caBundle } = props;
    this.webhook = kube.validatingWebhook(this, 'webhook', {
      metadata: {
        name: NAMES.defaultValidator,
        labels: labels('istiod', {
          app: 'istiod',
          istio: 'istiod',
          [LABELS.revision]: revision ?? DEFAULT_REVISION,
        }),
      },
      webhooks: [
        {
          name: 'validation.istio.io',
          clientConfig: {
            service: {
              name: istiodName(revision),
              namespace: props.namespace ?? NAMES.namespace,
              path: '/validate',
              port: PORTS.webhook,
            },
            ...(caBundle === undefined ? {} : { caBundle }),
          },
          rules: [
            {
              operations: ['CREATE', 'UPDATE'],
              apiGroups: [
                'security.istio.io',
                'networking.istio.io',
                'telemetry.istio.io',
                'extensions.istio.io',
              ],
              apiVersions: ['*'],
              resources: ['*'],
              scope: '*',
            },
          ],
          failurePolicy: caBundle === undefined ? 'Ignore' : 'Fail',
          matchPolicy: 'Equivalent',
          timeoutSeconds: 10,
          sideEffects: 'None',
          admissionReviewVersions: ['v1'],
        },
      ],
    });
  }
}
