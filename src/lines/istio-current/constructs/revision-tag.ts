import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { labels } from '../../../kubernetes/labels';
import { kube } from '../../../kubernetes/manifest';
import { LABELS } from '../facts/labels';
import { DEFAULT_REVISION, NAMES, tagWebhookName } from '../facts/names';
import { defaultEntries, type InjectionProps, revisionEntries } from './injection-entries';

/** Options of {@link RevisionTag}. */
export interface RevisionTagProps extends InjectionProps {
  /**
   * The tag in the labels of namespaces and pods. The tag `default` also selects the ones that ask for injection
   * without a revision.
   */
  readonly tag: string;
}

/**
 * A name that namespaces use to choose a revision, so that their label stays when the revision changes. Replaces
 * `istioctl tag set`. Source: release-1.30,
 * manifests/charts/istio-control/istio-discovery/templates/revision-tags-mwc.yaml.
 */
export class RevisionTag extends Construct {
  /** The tag in the labels of namespaces and pods. */
  readonly tag: string;
  /** The MutatingWebhookConfiguration. */
  readonly webhook: ApiObject;

  constructor(scope: Construct, id: string, props: RevisionTagProps) {
    super(scope, id);
    const { tag, revision } = props;
    this.tag = tag;
    this.webhook = kube.mutatingWebhook(this, 'webhook', {
      metadata: {
        name: tagWebhookName(props.namespace ?? NAMES.namespace, tag),
        labels: labels('istiod', {
          [LABELS.tag]: tag,
          [LABELS.revision]: revision ?? DEFAULT_REVISION,
          app: 'sidecar-injector',
        }),
      },
      webhooks: [...revisionEntries(props, tag), ...(tag === DEFAULT_REVISION ? defaultEntries(props) : [])],
    });
  }
}
