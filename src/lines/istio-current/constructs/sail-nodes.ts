import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { IstioCni, ZTunnel } from '../../../../imports/sailoperator.io';
import { customResource } from '../../../kubernetes/kubernetes-object';
import { labels } from '../../../kubernetes/labels';
import { NAMES } from '../facts/names';
import { sailVersion } from './sail-istio';

/** Options of {@link SailCni} and {@link SailZtunnel}. */
export interface SailNodesProps {
  /** Release, with or without the patch version: `1.30.3`, or `1.30` for the newest that the operator knows. */
  readonly istio: string;
  /** Namespace of the pods. It must exist. @default 'istio-system' */
  readonly namespace?: string;
  /** Helm values. @default - the operator's */
  readonly values?: Readonly<Record<string, unknown>>;
}

/** A cluster has one object of each kind, and the operator accepts only this name. */
const METADATA = { name: 'default', labels: labels('istio') };

/**
 * The agent that redirects pods of ambient mode to ztunnel, for the Sail operator. Source:
 * istio-ecosystem/sail-operator, api/v1/istiocni_types.go.
 */
export class SailCni extends Construct {
  /** The IstioCNI. */
  readonly cni: ApiObject;

  constructor(scope: Construct, id: string, props: SailNodesProps) {
    super(scope, id);
    this.cni = customResource(IstioCni, this, 'cni', {
      metadata: METADATA,
      spec: { ...specOf(props), profile: 'ambient' },
    });
  }
}

/**
 * The proxy on each node of ambient mode, for the Sail operator.
 * Source: istio-ecosystem/sail-operator, api/v1/ztunnel_types.go.
 */
export class SailZtunnel extends Construct {
  /** The ZTunnel. */
  readonly ztunnel: ApiObject;

  constructor(scope: Construct, id: string, props: SailNodesProps) {
    super(scope, id);
    this.ztunnel = customResource(ZTunnel, this, 'ztunnel', { metadata: METADATA, spec: specOf(props) });
  }
}

function specOf({ istio, namespace = NAMES.namespace, values }: SailNodesProps) {
  return { version: sailVersion(istio), namespace, ...(values === undefined ? {} : { values }) };
}
