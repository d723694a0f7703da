import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { loadBalancerSpec } from '../../../../constructs/load-balancer';
import { labels } from '../../../../kubernetes/labels';
import { kube } from '../../../../kubernetes/manifest';
import { EAST_WEST_SELECTOR, LABELS } from '../../facts/labels';
import { NAMES } from '../../facts/names';
import { EAST_WEST_PORTS } from '../../facts/ports';
import type { EastWestGatewayProps } from './east-west-gateway-props';
import { gatewayAccount } from './gateway-account';
import { gatewayDeployment } from './gateway-deployment';
import { gatewayScaling } from './gateway-scaling';

/** Name of every object of the gateway. */
const NAME = NAMES.eastWestGateway;

/** Labels of the gateway's pods, and of everything that is theirs. */
const POD_LABELS = { app: NAME, ...EAST_WEST_SELECTOR };

/**
 * A gateway through which other clusters reach this one: istiod, where this is the primary, and the pods, where the
 * mesh has several networks. What it lets in is said by {@link IstiodRoutes} and {@link CrossNetworkGateway}.
 *
 * The pods become gateways by injection, so that they need a webhook that works when they start.
 * Source: release-1.30, manifests/charts/gateway/templates, and samples/multicluster/gen-eastwest-gateway.sh.
 */
export class EastWestGateway extends Construct {
  /** The ServiceAccount of the pods. */
  readonly account: ApiObject;
  /** The Role of the account. */
  readonly role: ApiObject;
  /** The RoleBinding of account and role. */
  readonly binding: ApiObject;
  /** The Service of type LoadBalancer. */
  readonly service: ApiObject;
  /** The Deployment, whose pods become gateways by injection. */
  readonly deployment: ApiObject;
  /** The HorizontalPodAutoscaler. */
  readonly scaling: ApiObject;

  /** @throws Error when `address` is not an IP address */
  constructor(scope: Construct, id: string, props: EastWestGatewayProps = {}) {
    super(scope, id);
    const namespace = props.namespace ?? NAMES.namespace;
    const network = props.network === undefined ? {} : { [LABELS.network]: props.network };
    const metadata = {
      name: NAME,
      namespace,
      labels: labels(NAME, { ...POD_LABELS, [LABELS.dataPlaneMode]: 'none' }),
    };
    const { account, role, binding } = gatewayAccount(this, metadata);
    this.account = account;
    this.role = role;
    this.binding = binding;
    this.service = kube.service(this, 'service', {
      metadata: {
        ...metadata,
        labels: { ...metadata.labels, ...network },
        ...(Object.keys(props.annotations ?? {}).length === 0 ? {} : { annotations: props.annotations }),
      },
      spec: {
        ...loadBalancerSpec(props),
        ports: EAST_WEST_PORTS.map(({ name, port }) => ({ name, port, targetPort: port, protocol: 'TCP' })),
        selector: POD_LABELS,
      },
    });
    this.deployment = gatewayDeployment(this, metadata, { ...props, selector: POD_LABELS });
    this.scaling = gatewayScaling(this, metadata, props);
  }
}
