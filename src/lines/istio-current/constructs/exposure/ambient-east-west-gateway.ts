import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { Gateway } from '../../../../../imports/gateway.networking.k8s.io';
import { customResource } from '../../../../kubernetes/kubernetes-object';
import { labels } from '../../../../kubernetes/labels';
import { LABELS } from '../../facts/labels';
import { NAMES } from '../../facts/names';
import { PORTS } from '../../facts/ports';

/** Options of {@link AmbientEastWestGateway}. */
export interface AmbientEastWestGatewayProps {
  /** Network of the cluster that the gateway leads to. */
  readonly network: string;
  /** Namespace of Istio. @default 'istio-system' */
  readonly namespace?: string;
  /** Revision of the istiod that creates the gateway's pods. @default - the default revision */
  readonly revision?: string;
  /** Annotations of its Service, for example to ask a cloud for an internal load balancer. @default {} */
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * The gateway that ztunnels of other networks use to reach this one, in ambient mode. Istiod creates its Deployment
 * and Service, and needs the definitions of the Gateway API. Source: release-1.30,
 * samples/multicluster/gen-eastwest-gateway.sh (--ambient).
 */
export class AmbientEastWestGateway extends Construct {
  /** The Gateway. */
  readonly gateway: ApiObject;

  constructor(scope: Construct, id: string, props: AmbientEastWestGatewayProps) {
    super(scope, id);
    const { network, namespace = NAMES.namespace, revision, annotations = {} } = props;
    this.gateway = customResource(Gateway, this, 'gateway', {
      metadata: {
        name: NAMES.eastWestGateway,
        namespace,
        labels: labels(NAMES.eastWestGateway, {
          [LABELS.network]: network,
          ...(revision === undefined ? {} : { [LABELS.revision]: revision }),
        }),
      },
      spec: {
        gatewayClassName: 'istio-east-west',
        ...(Object.keys(annotations).length === 0 ? {} : { infrastructure: { annotations } }),
        listeners: [
          {
            name: 'mesh',
            port: PORTS.hbone,
            protocol: 'HBONE',
            tls: { mode: 'Terminate', options: { 'gateway.istio.io/tls-terminate-mode': 'ISTIO_MUTUAL' } },
            // Includes the field that the server fills in. Without it Argo CD would see a change.
            allowedRoutes: { namespaces: { from: 'Same' } },
          },
        ],
      },
    });
  }
}
