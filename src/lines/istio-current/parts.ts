import type { Construct } from 'constructs';
import { InjectedNamespace } from '../../constructs/injected-namespace';
import { loadBalancerProps } from '../../constructs/load-balancer';
import { type Part, part, partsInOrder } from '../../kubernetes/part';
import { CrossNetworkGateway } from './constructs/exposure/cross-network-gateway';
import { EastWestGateway, type EastWestGatewayProps } from './constructs/exposure/east-west-gateway';
import { IstiodLoadBalancer } from './constructs/exposure/istiod-load-balancer';
import { IstiodRoutes } from './constructs/exposure/istiod-routes';
import { InjectionWebhook } from './constructs/injection-webhook';
import { CurrentMeshNamespace } from './constructs/mesh-namespace';
import { RemoteIstiod } from './constructs/remote-istiod';
import { RemoteReader } from './constructs/remote-reader';
import { RevisionTag } from './constructs/revision-tag';
import { ValidationWebhook } from './constructs/validation-webhook';
import { ipAddressOf } from './facts/istiod-address';
import { injectionLabel } from './facts/labels';
import { calledNames, injectionUrl, validationBundle, validationUrl } from './facts/webhook-urls';
import type { MeshCurrent, RemoteCurrent } from './mesh';
import type { EastWestGatewayOptions } from './options/gateways';

type MeshOfRemote = Omit<MeshCurrent, 'remotes' | 'line' | 'sharedServices' | 'serviceFields'>;

/**
 * Everything a remote cluster needs, in the order in which it is applied: the namespace first, the webhooks after
 * all that they ask, and a gateway last, since its pods are the webhook's to complete.
 */
export function remoteParts(mesh: MeshOfRemote, remote: RemoteCurrent): Part[] {
  return partsInOrder(remotePartsByRole(mesh, remote));
}

/** The same by what each part is for. */
export function remotePartsByRole(mesh: MeshOfRemote, remote: RemoteCurrent) {
  const { istio, primary } = mesh;
  const { namespace } = primary;
  const { network, validation, eastWestGateway } = remote;
  const revision = mesh.revision === undefined ? {} : { revision: mesh.revision };
  const ofNetwork = network === undefined ? {} : { network };
  const labelled = mesh.revision === undefined ? {} : { revision: injectionLabel(mesh).value };
  return {
    meshNamespace: part('namespace', CurrentMeshNamespace, {
      namespace,
      ...ofNetwork,
      primary: primary.name,
    }),
    injectedNamespaces: remote.injectedNamespaces.map((name) =>
      part(`injected-${name}`, InjectedNamespace, { namespace: name, ...labelled }),
    ),
    reader: part('reader', RemoteReader, { istio, namespace, ...revision }),
    istiod: part('istiod', RemoteIstiod, {
      namespace,
      ...revision,
      address: remote.istiodAddress ?? primary.addresses.istiod,
    }),
    validation: validation.enabled
      ? part('validation', ValidationWebhook, {
          namespace,
          ...revision,
          ...validationProps(primary, remote),
        })
      : undefined,
    ...injectionParts(mesh, remote),
    eastWestGateway:
      eastWestGateway === undefined
        ? undefined
        : part('east-west-gateway', EastWestGateway, {
            istio,
            namespace,
            ...ofNetwork,
            ...revision,
            ...gatewayProps(eastWestGateway),
          }),
  };
}

function validationProps(primary: MeshOfRemote['primary'], remote: RemoteCurrent) {
  const url = validationUrl(primary, remote);
  const caBundle = validationBundle(remote);
  return { ...(url === undefined ? {} : { url }), ...(caBundle === undefined ? {} : { caBundle }) };
}

function injectionParts({ primary, revision, revisionTags }: MeshOfRemote, remote: RemoteCurrent) {
  const { name, network, sidecarInjector } = remote;
  const { enabled, injectByDefault, reinvocationPolicy, caBundle } = sidecarInjector;
  if (!enabled) return { injection: undefined, revisionTags: [] };
  const props = {
    namespace: primary.namespace,
    injectByDefault,
    reinvocationPolicy,
    ...(network === undefined ? {} : { network }),
    ...(revision === undefined ? {} : { revision }),
    ...(caBundle === undefined ? {} : { caBundle }),
  };
  const target = (cluster: string) => {
    const url = injectionUrl(primary, remote, cluster);
    return { ...props, cluster, ...(url === undefined ? {} : { url }) };
  };
  const injection = (cluster: string) => part('injection', InjectionWebhook, target(cluster));
  const tagged = (tag: string) => (cluster: string) =>
    part(`tag-${tag}`, RevisionTag, { ...target(cluster), tag });
  const ofCluster = <Made extends Construct>(make: (cluster: string) => Part<Made>): Part<Made> =>
    sidecarInjector.url === undefined
      ? { ...make(name), pattern: { part: make(CLUSTER_MARK), mark: CLUSTER_MARK, word: name } }
      : make(name);
  return {
    injection: ofCluster(injection),
    revisionTags: revisionTags.map((tag) => ofCluster(tagged(tag))),
  };
}

/** Stands for the cluster in the path, the one thing that differs. Neither names nor base64 have such a word in them. */
const CLUSTER_MARK = 'CLUSTER-ID';

/** What the primary needs so that remotes reach its istiod and its pods, in the order in which it is applied. */
export function exposureParts(mesh: MeshCurrent): Part[] {
  const { namespace, network, exposure, addresses } = mesh.primary;
  const ofNetwork = network === undefined ? {} : { network };
  const ofIstiod = { namespace, ...(mesh.revision === undefined ? {} : { revision: mesh.revision }) };
  const parts: Part[] = [];
  if (network !== undefined) parts.push(part('namespace', CurrentMeshNamespace, { namespace, network }));
  if (exposure?.mode === 'load-balancer') {
    const asked = loadBalancerProps(exposure.loadBalancer, ipAddressOf(addresses.istiod));
    parts.push(part('istiod-load-balancer', IstiodLoadBalancer, { ...ofIstiod, ...asked }));
  }
  if (exposure?.mode === 'east-west-gateway') {
    const asked = gatewayProps(exposure.gateway, ipAddressOf(addresses.istiod));
    parts.push(
      part('east-west-gateway', EastWestGateway, {
        istio: mesh.istio,
        ...ofIstiod,
        ...ofNetwork,
        ...asked,
      }),
      part('istiod-routes', IstiodRoutes, { ...ofIstiod, hosts: calledNames(mesh) }),
    );
  }
  if (networksOf(mesh).size > 1) parts.push(part('cross-network', CrossNetworkGateway, { namespace }));
  return parts;
}

/** The options of a gateway as its construct takes them. */
export function gatewayProps(options: EastWestGatewayOptions, address?: string): EastWestGatewayProps {
  const { minReplicas, maxReplicas, resources } = options;
  return { ...loadBalancerProps(options, address), minReplicas, maxReplicas, resources };
}

/** Networks of the mesh; none in a mesh whose clusters all reach each other. */
export function networksOf({ primary, remotes }: Pick<MeshCurrent, 'primary' | 'remotes'>): Set<string> {
  const named = [primary.network, ...remotes.map(({ network }) => network)];
  return new Set(named.filter((network) => network !== undefined));
}
