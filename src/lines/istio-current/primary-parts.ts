import { InjectedNamespace } from '../../constructs/injected-namespace';
import { loadBalancerProps } from '../../constructs/load-balancer';
import { type Part, part } from '../../kubernetes/part';
import { AmbientNamespace } from './constructs/ambient-namespace';
import { AmbientEastWestGateway } from './constructs/exposure/ambient-east-west-gateway';
import { CrossNetworkGateway } from './constructs/exposure/cross-network-gateway';
import { EastWestGateway } from './constructs/exposure/east-west-gateway';
import { IstiodLoadBalancer } from './constructs/exposure/istiod-load-balancer';
import { IstiodRoutes } from './constructs/exposure/istiod-routes';
import { RevisionRoute } from './constructs/exposure/revision-route';
import { CurrentMeshNamespace } from './constructs/mesh-namespace';
import { PrimaryReader } from './constructs/primary-reader';
import { installations, newestOf } from './control-plane/installation';
import { sailParts } from './control-plane/sail';
import { ipAddressOf } from './facts/istiod-address';
import { calledNames } from './facts/webhook-urls';
import type { MeshCurrent } from './mesh';
import { familiesOf } from './options/cluster';
import type { EastWestGatewayOptions, LoadBalancerCurrent } from './options/gateways';
import { type FileOfCluster, gatewayProps } from './parts';
import { type RevisionCurrent, revisionFor, revisionNameOf, revisionProp } from './revisions';

/** Returns the files of the primary that the mesh is seen from. */
export function primaryFiles(mesh: MeshCurrent): FileOfCluster[] {
  const own =
    mesh.primaries.length > 1
      ? { name: 'istio-primary.k8s.yaml', parts: primaryParts(mesh) }
      : { name: 'exposure.k8s.yaml', parts: exposureParts(mesh) };
  const installed = mesh.controlPlane.install === 'sail' ? sailParts(mesh, installations(mesh)) : [];
  return [{ name: 'control-plane.k8s.yaml', parts: installed }, own].filter(({ parts }) => parts.length > 0);
}

/** Returns everything that one of several primaries needs besides its istiod, in apply order. */
export function primaryParts(mesh: MeshCurrent): Part[] {
  const { namespace, imagePullSecrets, injectedNamespaces, ambientNamespaces } = mesh.primary;
  return [
    namespacePart(mesh),
    part('reader', PrimaryReader, { istio: newestOf(mesh), namespace, imagePullSecrets }),
    ...injectedNamespaces.map((name) => injectedNamespace(mesh, name)),
    ...ambientNamespaces.map((name) => part(`ambient-${name}`, AmbientNamespace, { namespace: name })),
    ...(mesh.dataPlane === 'ambient' ? ambientGatewayParts(mesh) : gatewayParts(mesh)),
  ];
}

/** Returns the gateway that ztunnels of other networks use to reach the pods of a primary. */
function ambientGatewayParts({ primary, revisions: [first] }: MeshCurrent): Part[] {
  const { namespace, network, eastWestGateway } = primary;
  if (network === undefined || eastWestGateway === undefined) return [];
  return [
    part('east-west-gateway', AmbientEastWestGateway, {
      network,
      namespace,
      ...(first === undefined ? {} : revisionProp(first)),
      annotations: eastWestGateway.annotations,
    }),
  ];
}

function injectedNamespace(mesh: MeshCurrent, namespace: string): Part<InjectedNamespace> {
  const [first] = mesh.revisions;
  return part(`injected-${namespace}`, InjectedNamespace, {
    namespace,
    ...(first === undefined ? {} : revisionProp(first)),
  });
}

/** Returns the objects on the primary that let remotes reach its istiod and its pods, in apply order. */
export function exposureParts(mesh: MeshCurrent): Part[] {
  const { network } = mesh.primary;
  return [...(network === undefined ? [] : [namespacePart(mesh)]), ...gatewayParts(mesh)];
}

function namespacePart({ primary: { namespace, network } }: MeshCurrent): Part {
  return part('namespace', CurrentMeshNamespace, {
    namespace,
    ...(network === undefined ? {} : { network }),
  });
}

/** Returns the objects that let other clusters reach istiod and the pods of a primary. */
function gatewayParts(mesh: MeshCurrent): Part[] {
  const { namespace, exposure, eastWestGateway } = mesh.primary;
  const parts: Part[] = [];
  if (exposure?.mode === 'load-balancer') parts.push(...loadBalancers(mesh, exposure.loadBalancer));
  if (exposure?.mode === 'east-west-gateway') parts.push(...gatewayWithRoutes(mesh, exposure.gateway));
  if (eastWestGateway !== undefined) parts.push(gatewayPart(mesh, eastWestGateway));
  if (mesh.networks.length > 1) parts.push(part('cross-network', CrossNetworkGateway, { namespace }));
  return parts;
}

/** Returns one for each revision, since nothing distinguishes revisions behind one address. */
function loadBalancers({ primary, revisions }: MeshCurrent, options: LoadBalancerCurrent): Part[] {
  const { namespace, addresses } = primary;
  return revisions.map((revision, index) =>
    part(ofRevision('istiod-load-balancer', index, revision), IstiodLoadBalancer, {
      namespace,
      ...revisionProp(revision),
      ...loadBalancerProps(options, ipAddressOf(revision.istiodAddress ?? addresses.istiod)),
      ...familiesOf(primary),
    }),
  );
}

/** Returns one gateway for all revisions; the name that a connection asks for selects the revision. */
function gatewayWithRoutes(mesh: MeshCurrent, options: EastWestGatewayOptions): Part[] {
  const { namespace } = mesh.primary;
  const [first, ...others] = mesh.revisions;
  if (first === undefined) throw new Error('a mesh without revisions');
  return [
    gatewayPart(mesh, options),
    part('istiod-routes', IstiodRoutes, {
      namespace,
      ...revisionProp(first),
      hosts: calledNames(mesh, first),
    }),
    ...others.map((revision, index) =>
      part(ofRevision('istiod-routes', index + 1, revision), RevisionRoute, {
        namespace,
        ...revisionProp(revision),
        hosts: calledNames(mesh, revision),
      }),
    ),
  ];
}

function gatewayPart(mesh: MeshCurrent, options: EastWestGatewayOptions): Part {
  const { namespace, network, addresses } = mesh.primary;
  const [first] = mesh.revisions;
  const injected =
    options.revision === undefined && first !== undefined ? first : revisionFor(mesh, options.revision ?? '');
  return part('east-west-gateway', EastWestGateway, {
    istio: injected.istio,
    namespace,
    ...revisionProp(injected),
    ...(network === undefined ? {} : { network }),
    ...gatewayProps(mesh.primary, options, ipAddressOf(addresses.istiod)),
  });
}

/** Returns the id of a part. The first revision has the same id as in a mesh with one revision. */
function ofRevision(id: string, index: number, revision: RevisionCurrent): string {
  return index === 0 ? id : `${id}-${revisionNameOf(revision)}`;
}
