import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { Gateway } from '../../../../../imports/istio-current-networking.istio.io';
import { customResource } from '../../../../kubernetes/kubernetes-object';
import { labels } from '../../../../kubernetes/labels';
import { EAST_WEST_SELECTOR } from '../../facts/labels';
import { NAMES } from '../../facts/names';
import { PORTS } from '../../facts/ports';

/** Options of {@link CrossNetworkGateway}. */
export interface CrossNetworkGatewayProps {
  /** Namespace of Istio on the primary. @default 'istio-system' */
  readonly namespace?: string;
}

const NAME = 'cross-network-gateway';

/**
 * Lets the east-west gateways of all clusters pass on connections from other networks to any service of the mesh. The
 * name that a sidecar asks for selects the service. Belongs on the primary, which configures the gateways of all
 * clusters. Source: release-1.30, samples/multicluster/expose-services.yaml.
 */
export class CrossNetworkGateway extends Construct {
  /** The Gateway. */
  readonly gateway: ApiObject;

  constructor(scope: Construct, id: string, props: CrossNetworkGatewayProps = {}) {
    super(scope, id);
    this.gateway = customResource(Gateway, this, 'gateway', {
      metadata: { name: NAME, namespace: props.namespace ?? NAMES.namespace, labels: labels(NAME) },
      spec: {
        selector: EAST_WEST_SELECTOR,
        servers: [
          {
            port: { number: PORTS.crossNetwork, name: 'tls', protocol: 'TLS' },
            tls: { mode: 'AUTO_PASSTHROUGH' },
            hosts: ['*.local'],
          },
        ],
      },
    });
  }
}
