import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { Istio } from '../../../../imports/sailoperator.io';
import { customResource } from '../../../kubernetes/kubernetes-object';
import { labels } from '../../../kubernetes/labels';
import { DEFAULT_REVISION, NAMES } from '../facts/names';

/** Options of {@link SailIstio}. */
export interface SailIstioProps {
  /** Release, with or without the patch version: `1.30.3`, or `1.30` for the newest that the operator knows. */
  readonly istio: string;
  /** Namespace of Istio. @default 'istio-system' */
  readonly namespace?: string;
  /** Revision, and name of the object. @default 'default' */
  readonly revision?: string;
  /** Profile of the charts, for example `ambient`. @default - the operator's */
  readonly profile?: string;
  /** Helm values. The operator itself sets revision and namespace. @default - the operator's */
  readonly values?: Readonly<Record<string, unknown>>;
}

/**
 * A control plane for the Sail operator, which OpenShift Service Mesh 3 uses. A new release replaces the old one in
 * place. Source: istio-ecosystem/sail-operator, api/v1/istio_types.go.
 */
export class SailIstio extends Construct {
  /** The Istio. */
  readonly istio: ApiObject;

  constructor(scope: Construct, id: string, props: SailIstioProps) {
    super(scope, id);
    const { istio, namespace = NAMES.namespace, revision = DEFAULT_REVISION, profile, values } = props;
    this.istio = customResource(Istio, this, 'istio', {
      metadata: { name: revision, labels: labels('istio') },
      spec: {
        version: sailVersion(istio),
        namespace,
        updateStrategy: { type: 'InPlace' },
        ...(profile === undefined ? {} : { profile }),
        ...(values === undefined ? {} : { values }),
      },
    });
  }
}

/** Formats a release for the operator. */
export function sailVersion(istio: string): string {
  return /^\d+\.\d+$/.test(istio) ? `v${istio}-latest` : `v${istio}`;
}
