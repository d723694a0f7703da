import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import {
  type LoadBalancerProps,
  loadBalancerAnnotations,
  loadBalancerSpec,
} from '../../../../constructs/load-balancer';
import { labels } from '../../../../kubernetes/labels';
import { kube } from '../../../../kubernetes/manifest';
import type { ControlPlaneComponent } from '../../facts/components';
import { NAMES } from '../../facts/names';
import { backendOf, servicePorts, withPorts } from './backend';

/** Options of {@link ControlPlaneLoadBalancer}. */
export interface ControlPlaneLoadBalancerProps extends LoadBalancerProps {
  /** The component of the control plane: pilot, policy, telemetry or zipkin. */
  readonly component: ControlPlaneComponent;
  /** Namespace of Istio on the primary. @default 'istio-system' */
  readonly namespace?: string;
  /** The ports to open. @default - every port of the component */
  readonly ports?: readonly number[];
}

/**
 * A load balancer in front of one component of the control plane, so that its address outlives the pods. The Service
 * has its own name (`istio-pilot-exposed`) and leaves the installation's Service alone. Belongs on the primary.
 * Replaces the LoadBalancer Services that the guide adds to the chart.
 */
export class ControlPlaneLoadBalancer extends Construct {
  /** The Service of type LoadBalancer. */
  readonly service: ApiObject;

  /** @throws Error if `address` is not an IP address */
  constructor(scope: Construct, id: string, props: ControlPlaneLoadBalancerProps) {
    super(scope, id);
    const backend = backendOf(props.component);
    this.service = kube.service(this, 'service', {
      metadata: {
        name: backend.name,
        namespace: props.namespace ?? NAMES.namespace,
        labels: labels(backend.name),
        ...loadBalancerAnnotations(props),
      },
      spec: {
        ...loadBalancerSpec(props),
        ports: servicePorts(withPorts([backend], props.ports)),
        selector: backend.pods,
      },
    });
  }
}
