import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { IstioRevisionTag } from '../../../../imports/sailoperator.io';
import { customResource } from '../../../kubernetes/kubernetes-object';
import { labels } from '../../../kubernetes/labels';

/** Options of {@link SailRevisionTag}. */
export interface SailRevisionTagProps {
  /** Name of the tag. */
  readonly tag: string;
  /** Name of the Istio that the tag points to: its revision. */
  readonly revision: string;
}

/**
 * A revision tag for the Sail operator. Its type of Helm values has no `revisionTags`, so an API server refuses an Istio
 * with them. Source: istio-ecosystem/sail-operator, api/v1/istiorevisiontag_types.go and values_types.gen.go.
 */
export class SailRevisionTag extends Construct {
  /** The IstioRevisionTag. */
  readonly revisionTag: ApiObject;

  constructor(scope: Construct, id: string, { tag, revision }: SailRevisionTagProps) {
    super(scope, id);
    this.revisionTag = customResource(IstioRevisionTag, this, 'revision-tag', {
      metadata: { name: tag, labels: labels('istio') },
      spec: { targetRef: { kind: 'Istio', name: revision } },
    });
  }
}
