import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { labels, MANAGED_BY } from '../../../kubernetes/labels';
import { kube } from '../../../kubernetes/manifest';
import { ipFamily } from '../../../kubernetes/network';
import { dnsNameOf, hostsOf, type IstiodAddress } from '../facts/istiod-address';
import { LABELS } from '../facts/labels';
import { DEFAULT_REVISION, istiodName, NAMES } from '../facts/names';
import { ISTIOD_PORTS } from '../facts/ports';

/** Options of {@link RemoteIstiod}. */
export interface RemoteIstiodProps {
  /**
   * Where the primary's istiod is: an IPv4 or IPv6 address, several of one family, or a DNS name.
   * Replaces `global.remotePilotAddress`.
   */
  readonly address: IstiodAddress;
  /** Namespace of the Service, and so the second label of the name that resolves. @default 'istio-system' */
  readonly namespace?: string;
  /** Revision of the primary's istiod, which becomes part of the name. @default - the default one */
  readonly revision?: string;
}

/**
 * Makes `istiod.<namespace>` resolve to the primary: a selectorless Service with an EndpointSlice of the address's
 * family for IP addresses, an ExternalName Service for a DNS name, which fits into no slice of those families. Sidecars
 * follow the alias; an API server does not, so that webhooks need a URL then.
 * Source: release-1.30, manifests/charts/istio-control/istio-discovery/templates/
 * {remote-istiod-service,remote-istiod-endpointslices}.yaml.
 */
export class RemoteIstiod extends Construct {
  /** The Service `istiod`, with the revision in its name where there is one. */
  readonly service: ApiObject;
  /** Its EndpointSlice. Undefined when the address is a DNS name. */
  readonly endpointSlice?: ApiObject;

  constructor(scope: Construct, id: string, props: RemoteIstiodProps) {
    super(scope, id);
    const { address, revision } = props;
    const name = istiodName(revision);
    const namespace = props.namespace ?? NAMES.namespace;
    const hosts = hostsOf(address);
    const externalName = dnsNameOf(address);
    this.service = kube.service(this, 'service', {
      metadata: {
        name,
        namespace,
        labels: labels('istiod', { [LABELS.revision]: revision ?? DEFAULT_REVISION }),
      },
      spec: {
        ...(externalName === undefined ? {} : { type: 'ExternalName', externalName }),
        ports: ISTIOD_PORTS.map(({ name, port, target }) => ({
          name,
          port,
          targetPort: target,
          protocol: 'TCP',
        })),
      },
    });
    if (externalName !== undefined) return;
    this.endpointSlice = kube.endpointSlice(this, 'endpoint-slice', {
      metadata: {
        name,
        namespace,
        labels: labels('istiod', {
          'kubernetes.io/service-name': name,
          'endpointslice.kubernetes.io/managed-by': MANAGED_BY,
        }),
      },
      addressType: hosts.every((host) => ipFamily(host) === 4) ? 'IPv4' : 'IPv6',
      // A server writes the conditions out, and inside a list that would make every re-apply a change.
      endpoints: hosts.map((host) => ({ addresses: [host], conditions: { ready: true } })),
      ports: ISTIOD_PORTS.map(({ name, target }) => ({ name, port: target, protocol: 'TCP' })),
    });
  }
}
