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
  /** Revision of the primary's istiod. @default - the default one */
  readonly revision?: string;
}

/**
 * A load balancer right in front of istiod, for a mesh that needs no gateway. The Service has a name of its own
 * (`istiod-exposed`), beside the one of Istio's installation, whose labels it selects. Belongs on the primary.
 * Source of the selector: release-1.30, manifests/charts/istio-control/istio-discovery/templates/service.yaml.
 */
export class IstiodLoadBalancer extends Construct {
  /** The Service of type LoadBalancer. */
  readonly service: ApiObject;

  /** @throws Error when `address` is not an IP address */
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
