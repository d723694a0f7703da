import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { MeshPolicy } from '../../../../imports/authentication.istio.io';
import { DestinationRule } from '../../../../imports/networking.istio.io';
import { customResource } from '../../../kubernetes/kubernetes-object';
import { labels } from '../../../kubernetes/labels';
import { NAMES } from '../facts/names';

/** Options of {@link MeshMutualTls}. */
export interface MeshMutualTlsProps {
  /** Namespace of Istio on the primary. @default 'istio-system' */
  readonly namespace?: string;
}

/**
 * Mutual TLS between all applications of the mesh: a mesh-wide policy, a rule that makes sidecars use it, and an
 * exception for the API server, which has no sidecar. Belongs on the primary, where Pilot reads it. Replaces
 * `global.mtls.enabled`. Source: 1.0.9,
 * install/kubernetes/helm/istio-remote/charts/security/templates/enable-mesh-mtls.yaml.
 */
export class MeshMutualTls extends Construct {
  /** The MeshPolicy `default`. */
  readonly policy: ApiObject;
  /** The DestinationRule `default`. */
  readonly rule: ApiObject;
  /** The DestinationRule `api-server`. */
  readonly apiServerRule: ApiObject;

  constructor(scope: Construct, id: string, props: MeshMutualTlsProps = {}) {
    super(scope, id);
    const namespace = props.namespace ?? NAMES.namespace;
    const own = labels('istio-security', { app: 'istio-security' });
    this.policy = customResource(MeshPolicy, this, 'policy', {
      metadata: { name: 'default', labels: own },
      spec: { peers: [{ mtls: {} }] },
    });
    this.rule = customResource(DestinationRule, this, 'rule', {
      metadata: { name: 'default', namespace, labels: own },
      spec: { host: '*.local', trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } },
    });
    this.apiServerRule = customResource(DestinationRule, this, 'api-server-rule', {
      metadata: { name: 'api-server', namespace, labels: own },
      spec: { host: 'kubernetes.default.svc.cluster.local', trafficPolicy: { tls: { mode: 'DISABLE' } } },
    });
  }
}
