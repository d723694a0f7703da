import { loadBalancerProps } from '../../constructs/load-balancer';
import { type Part, part } from '../../kubernetes/part';
import { CrossNetworkGateway } from './constructs/exposure/cross-network-gateway';
import { EastWestGateway, type EastWestGatewayProps } from './constructs/exposure/east-west-gateway';
import { IstiodLoadBalancer } from './constructs/exposure/istiod-load-balancer';
import { IstiodRoutes } from './constructs/exposure/istiod-routes';
import { RevisionRoute } from './constructs/exposure/revision-route';
import { CurrentMeshNamespace } from './constructs/mesh-namespace';
import type { MeshCurrent } from './mesh';
import type { EastWestGatewayOptions, LoadBalancerCurrent } from './options/gateways';
import { revisionFor, revisionNameOf, revisionProp } from './revisions';

/** What the primary needs so that remotes reach its istiod and its pods, in the order in which it is applied. */
export function exposureParts(mesh: MeshCurrent): Part[] {
  const { namespace, network, exposure } = mesh.primary;
  const parts: Part[] = [];
  if (network !== undefined) parts.push(part('namespace', CurrentMeshNamespace, { namespace, network }));
  if (exposure?.mode === 'load-balancer') parts.push(...loadBalancers(mesh, exposure.loadBalancer));
  if (exposure?.mode === 'east-west-gateway') parts.push(...gatewayWithRoutes(mesh, exposure.gateway));
  if (networksOf(mesh).size > 1) parts.push(part('cross-network', CrossNetworkGateway, { namespace }));
  return parts;
}

/** One for each revision, since nothing tells them apart behind one address. */
function loadBalancers({ primary, revisions }: MeshCurrent, options: LoadBalancerCurrent): Part[] {
  const { namespace, addresses } = primary;
  return revisions.map((revision, index) =>
    part(ofRevision('istiod-load-balancer', index, revision), IstiodLoadBalancer, {
      namespace,
      ...revisionProp(revision),
      ...loadBalancerProps(options, revision.istiodAddress ?? addresses.istiod),
    }),
  );
}

/** One gateway; the name that a connection asks for tells the revisions apart. */
function gatewayWithRoutes(mesh: MeshCurrent, options: EastWestGatewayOptions): Part[] {
  const { namespace, network, addresses } = mesh.primary;
  const [first, ...others] = mesh.revisions;
  if (first === undefined) throw new Error('a mesh without revisions');
  const injected = options.revision === undefined ? first : revisionFor(mesh, options.revision);
  return [
    part('east-west-gateway', EastWestGateway, {
      istio: injected.istio,
      namespace,
      ...revisionProp(injected),
      ...(network === undefined ? {} : { network }),
      ...gatewayProps(options, addresses.istiod),
    }),
    part('istiod-routes', IstiodRoutes, { namespace, ...revisionProp(first) }),
    ...others.map((revision, index) =>
      part(ofRevision('istiod-routes', index + 1, revision), RevisionRoute, {
        namespace,
        ...revisionProp(revision),
      }),
    ),
  ];
}

/** The id of a part; the first revision has the one that a mesh with one revision has. */
function ofRevision(id: string, index: number, revision: Parameters<typeof revisionNameOf>[0]): string {
  return index === 0 ? id : `${id}-${revisionNameOf(revision)}`;
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
