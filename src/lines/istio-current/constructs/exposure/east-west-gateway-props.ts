import type { LoadBalancerProps } from '../../../../constructs/load-balancer';
import type { EastWestGatewayOptions } from '../../options/gateways';

export interface EastWestGatewayProps extends LoadBalancerProps {
  /** Istio release of the primary, such as `1.30`. @default '1.31' */
  readonly istio?: string;
  /** Namespace of Istio. @default 'istio-system' */
  readonly namespace?: string;
  /** Network of the cluster, where the mesh has several. Replaces `networkGateway`. @default - one flat network */
  readonly network?: string;
  /** Revision that injects the gateway's pods. Replaces `revision`. @default - the default one */
  readonly revision?: string;
  /** Fewest pods. Replaces `autoscaling.minReplicas`. @default 1 */
  readonly minReplicas?: number;
  /** Most pods. Replaces `autoscaling.maxReplicas`. @default 5 */
  readonly maxReplicas?: number;
  /** Requests and limits. @default - requests of cpu 100m and memory 128Mi, limits of cpu 2 and memory 1Gi */
  readonly resources?: EastWestGatewayOptions['resources'];
}
