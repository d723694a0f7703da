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
   * Address of the primary's istiod: IPv4, IPv6, a list of IP addresses, or a DNS name. Replaces
   * `global.remotePilotAddress`.
   */
  readonly address: IstiodAddress;
  /** Namespace of the Service, the second label of `istiod.<namespace>`. @default 'istio-system' */
  readonly namespace?: string;
  /** Revision of the primary's istiod. It becomes part of the name. @default - the default revision */
  readonly revision?: string;
}

/**
 * Makes `istiod.<namespace>` resolve to the primary. For IP addresses: a Service without selector, with an
 * EndpointSlice for each family. For a DNS name: an ExternalName Service. Sidecars follow the alias; an API server
 * does not, so webhooks then need a URL. Source: release-1.30,
 * manifests/charts/istio-control/istio-discovery/templates/
 * {remote-istiod-service,remote-istiod-endpointslices}.yaml.
 */
export class RemoteIstiod extends Construct {
  /** The Service `istiod`, or `istiod-<revision>`. */
  readonly service: ApiObject;
  /** Its EndpointSlice for the family of the first address. Undefined if the address is a DNS name. */
  readonly endpointSlice?: ApiObject;
  /** Its EndpointSlices, one for each family of the addresses. Empty if the address is a DNS name. */
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
        // An API server refuses IP families of an ExternalName Service.
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
          // A server fills in the conditions. Leaving them out would make every re-apply a change.
          endpoints: addresses.map((host) => ({ addresses: [host], conditions: { ready: true } })),
          ports: ISTIOD_PORTS.map(({ name, target }) => ({ name, port: target, protocol: 'TCP' })),
        },
      ),
    );
    const [endpointSlice] = this.endpointSlices;
    if (endpointSlice !== undefined) this.endpointSlice = endpointSlice;
  }
}
