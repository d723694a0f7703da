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
  /** Revision of the primary's istiod. Replaces `defaultRevision`. @default - the default revision */
  readonly revision?: string;
  /**
   * URL of istiod, for example if {@link RemoteIstiod} has a DNS name. Replaces `base.validationURL`.
   * @default - the Service of {@link RemoteIstiod}
   */
  readonly url?: string;
  /**
   * CA certificates that make the API server trust istiod, as base64 of PEM. With them, the API server refuses
   * objects that istiod refuses. Replaces `base.validationCABundle`.
   * @default - none: the API server accepts every object. Istiod fills in this webhook only on its own cluster
   */
  readonly caBundle?: string;
}

/**
 * The webhook that makes the API server ask the primary's istiod about Istio's own objects. In a remote, istiod fills
 * in the caBundle of mutating webhooks only, so this webhook has no effect without `caBundle`. Source: release-1.30,
 * manifests/charts/base/templates/defaultrevision-validatingwebhookconfiguration.yaml and
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
