import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import {
  type LoadBalancerProps,
  loadBalancerAnnotations,
  loadBalancerSpec,
} from '../../../../constructs/load-balancer';
import { labels } from '../../../../kubernetes/labels';
import { kube } from '../../../../kubernetes/manifest';
import { LABELS } from '../../facts/labels';
import { exposedIstiodName, NAMES } from '../../facts/names';
import { PORTS } from '../../facts/ports';
import { familiesOf, type IpFamilies } from '../../options/cluster';

/** Options of {@link IstiodLoadBalancer}. */
export interface IstiodLoadBalancerProps extends LoadBalancerProps, IpFamilies {
  /** Namespace of Istio on the primary. @default 'istio-system' */
  readonly namespace?: string;
  /** Revision of the primary's istiod. @default - the default revision */
  readonly revision?: string;
}

/**
 * A load balancer directly in front of istiod, for a mesh without a gateway. The Service has its own name
 * (`istiod-exposed`) and selects the same pods as the installation's Service, which stays unchanged. Belongs on the
 * primary. Source of the selector: release-1.30,
 * manifests/charts/istio-control/istio-discovery/templates/service.yaml.
 */
export class IstiodLoadBalancer extends Construct {
  /** The Service of type LoadBalancer. */
  readonly service: ApiObject;

  /** @throws Error if `address` is not an IP address */
  constructor(scope: Construct, id: string, props: IstiodLoadBalancerProps = {}) {
    super(scope, id);
    const { revision } = props;
    const name = exposedIstiodName(revision);
    this.service = kube.service(this, 'service', {
      metadata: {
        name,
        namespace: props.namespace ?? NAMES.namespace,
        labels: labels(name),
        ...loadBalancerAnnotations(props),
      },
      spec: {
        ...loadBalancerSpec(props),
        ...familiesOf(props),
        ports: [port('tls-istiod', PORTS.istiod), port('tls-webhook', PORTS.webhookTarget)],
        selector: {
          app: 'istiod',
          ...(revision === undefined ? { istio: 'pilot' } : { [LABELS.revision]: revision }),
        },
      },
    });
  }
}

function port(name: string, number: number) {
  return { name, port: number, targetPort: number, protocol: 'TCP' };
}
