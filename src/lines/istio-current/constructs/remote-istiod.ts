import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { labels, MANAGED_BY } from '../../../kubernetes/labels';
import { kube } from '../../../kubernetes/manifest';
import { dnsNameOf, type IstiodAddress, sliceAddresses, sliceName } from '../facts/istiod-address';
import { LABELS } from '../facts/labels';
import { DEFAULT_REVISION, istiodName, NAMES } from '../facts/names';
import { ISTIOD_PORTS } from '../facts/ports';
import { familiesOf, type IpFamilies } from '../options/cluster';

/** Options of {@link RemoteIstiod}. */
export interface RemoteIstiodProps extends IpFamilies {
  /**
   * Where the primary's istiod is: an IPv4 or IPv6 address, several of them, or a DNS name.
   * Replaces `global.remotePilotAddress`.
   */
  readonly address: IstiodAddress;
  /** Namespace of the Service, and so the second label of the name that resolves. @default 'istio-system' */
  readonly namespace?: string;
  /** Revision of the primary's istiod, which becomes part of the name. @default - the default one */
  readonly revision?: string;
}

/**
 * Makes `istiod.<namespace>` resolve to the primary: a selectorless Service with an EndpointSlice for each family
 * of IP addresses, an ExternalName Service for a DNS name, which fits into no slice of those families. Sidecars
 * follow the alias; an API server does not, so that webhooks need a URL then.
 * Source: release-1.30, manifests/charts/istio-control/istio-discovery/templates/
 * {remote-istiod-service,remote-istiod-endpointslices}.yaml.
 */
export class RemoteIstiod extends Construct {
  /** The Service `istiod`, with the revision in its name where there is one. */
  readonly service: ApiObject;
  /** Its EndpointSlice, of the family of the first address. Undefined when the address is a DNS name. */
  readonly endpointSlice?: ApiObject;
  /** Its EndpointSlices, one for each family of the addresses. */
  readonly endpointSlices: readonly ApiObject[];

  constructor(scope: Construct, id: string, props: RemoteIstiodProps) {
    super(scope, id);
    const { address, revision } = props;
    const name = istiodName(revision);
    const namespace = props.namespace ?? NAMES.namespace;
    const externalName = dnsNameOf(address);
    const slices = sliceAddresses(address);
    const { ipFamilyPolicy = slices.length > 1 ? 'PreferDualStack' : undefined, ipFamilies } = props;
    this.service = kube.service(this, 'service', {
      metadata: {
        name,
        namespace,
        labels: labels('istiod', { [LABELS.revision]: revision ?? DEFAULT_REVISION }),
      },
      spec: {
        // An API server refuses families of an ExternalName.
        ...(externalName === undefined
          ? familiesOf({ ipFamilyPolicy, ipFamilies })
          : { type: 'ExternalName', externalName }),
        ports: ISTIOD_PORTS.map(({ name, port, target }) => ({
          name,
          port,
          targetPort: target,
          protocol: 'TCP',
        })),
      },
    });
    this.endpointSlices = slices.map(({ addressType, addresses }, index) =>
      kube.endpointSlice(
        this,
        index === 0 ? 'endpoint-slice' : `endpoint-slice-${addressType.toLowerCase()}`,
        {
          metadata: {
            name: sliceName(name, addressType, index),
            namespace,
            labels: labels('istiod', {
              'kubernetes.io/service-name': name,
              'endpointslice.kubernetes.io/managed-by': MANAGED_BY,
            }),
          },
          addressType,
          // A server writes the conditions out, and inside a list that would make every re-apply a change.
          endpoints: addresses.map((host) => ({ addresses: [host], conditions: { ready: true } })),
          ports: ISTIOD_PORTS.map(({ name, target }) => ({ name, port: target, protocol: 'TCP' })),
        },
      ),
    );
    const [endpointSlice] = this.endpointSlices;
    if (endpointSlice !== undefined) this.endpointSlice = endpointSlice;
  }
}
