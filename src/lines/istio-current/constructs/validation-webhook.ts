import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { labels } from '../../../kubernetes/labels';
import { kube } from '../../../kubernetes/manifest';
import { VALIDATION_PATH } from '../facts/components';
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
   * Ask istiod by this URL, as where {@link RemoteIstiod} has a DNS name. Replaces `base.validationURL`.
   * @default - the Service of {@link RemoteIstiod}
   */
  readonly url?: string;
  /**
   * CA certificates by which the API server trusts istiod, base64 of PEM. With them an object that istiod refuses is
   * refused. Replaces `base.validationCABundle`.
   * @default - none: the API server lets everything through. Istiod fills in this webhook on its own cluster alone
   */
  readonly caBundle?: string;
}

/**
 * The webhook by which the API server asks the primary's istiod about Istio's own objects. Of a remote's webhooks istiod
 * fills in the caBundle of mutating ones alone, so that this one does nothing until it is given one.
 * Source: release-1.30, manifests/charts/base/templates/defaultrevision-validatingwebhookconfiguration.yaml and
 * pilot/pkg/serviceregistry/kube/controller/multicluster.go (initializeCluster).
 */
export class ValidationWebhook extends Construct {
  /** The ValidatingWebhookConfiguration `istiod-default-validator`. */
  readonly webhook: ApiObject;

  constructor(scope: Construct, id: string, props: ValidationWebhookProps = {}) {
    super(scope, id);
    const { revision, url, caBundle } = props;
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
            ...(url === undefined
              ? {
                  service: {
                    name: istiodName(revision),
                    namespace: props.namespace ?? NAMES.namespace,
                    path: VALIDATION_PATH,
                    port: PORTS.webhook,
                  },
                }
              : { url }),
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
