import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { labels } from '../../../kubernetes/labels';
import { kube } from '../../../kubernetes/manifest';
import { ipFamily } from '../../../kubernetes/network';
import { NAMES } from '../facts/names';
import { PILOT_PORTS } from '../facts/ports';

/** Options of {@link RemotePilot}. */
export interface RemotePilotProps {
  /** Address of the primary's Pilot: IPv4, IPv6 or a DNS name. Replaces `global.remotePilotAddress`. */
  readonly address: string;
  /** Namespace of the Service, the second label of `istio-pilot.<namespace>`. @default 'istio-system' */
  readonly namespace?: string;
}

/**
 * Makes `istio-pilot.<namespace>` resolve to the primary. For an IP address: a headless Service without selector,
 * with Endpoints. For a DNS name: an ExternalName Service, because Endpoints accept only IP addresses. Replaces
 * `global.remotePilotCreateSvcEndpoint`. Source: 1.0.9,
 * install/kubernetes/helm/istio-remote/templates/{service,endpoints}.yaml.
 */
export class RemotePilot extends Construct {
  /** The Service `istio-pilot`. */
  readonly service: ApiObject;
  /** Its Endpoints. Undefined if the address is a DNS name. */
  readonly endpoints?: ApiObject;

  constructor(scope: Construct, id: string, props: RemotePilotProps) {
    super(scope, id);
    const metadata = {
      name: NAMES.pilot,
      namespace: props.namespace ?? NAMES.namespace,
      labels: labels(NAMES.pilot),
    };
    // Up to Kubernetes 1.20 server-side apply refuses a port without its protocol.
    const ports = PILOT_PORTS.map(({ name, port }) => ({ name, port, protocol: 'TCP' }));
    if (ipFamily(props.address) === 0) {
      this.service = kube.service(this, 'service', {
        metadata,
        spec: { type: 'ExternalName', externalName: props.address, ports },
      });
      return;
    }
    this.service = kube.service(this, 'service', { metadata, spec: { clusterIP: 'None', ports } });
    this.endpoints = kube.endpoints(this, 'endpoints', {
      metadata,
      subsets: [{ addresses: [{ ip: props.address }], ports }],
    });
  }
}
