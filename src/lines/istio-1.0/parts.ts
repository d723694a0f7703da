import { InjectedNamespace } from '../../constructs/injected-namespace';
import { loadBalancerProps } from '../../constructs/load-balancer';
import { type Part, part, partsInOrder } from '../../kubernetes/part';
import { Citadel } from './constructs/citadel';
import type { ComponentProps } from './constructs/component';
import { ControlPlaneGateway, DEDICATED_GATEWAY_SELECTOR } from './constructs/exposure/control-plane-gateway';
import { ControlPlaneLoadBalancer } from './constructs/exposure/control-plane-load-balancer';
import { ControlPlaneRoutes } from './constructs/exposure/control-plane-routes';
import { InjectionConfig } from './constructs/injection-config';
import { MeshConfig, meshConfigOf } from './constructs/mesh-config';
import { MeshMutualTls } from './constructs/mesh-mutual-tls';
import { MeshNamespace } from './constructs/mesh-namespace';
import { MultiClusterReader } from './constructs/multi-cluster-reader';
import { RemotePilot } from './constructs/remote-pilot';
import { SidecarInjector } from './constructs/sidecar-injector';
import { neededPorts } from './facts/control-plane';
import type { Mesh10, Remote10 } from './mesh';
import { declaredComponents } from './options/addresses';
import type { Exposure } from './options/exposure';
import { pilotServiceAddress } from './options/pilot-service';
import { sidecarOptions } from './sidecar/mesh-injector';

type MeshOfRemote = Omit<Mesh10, 'remotes' | 'line' | 'sharedServices' | 'serviceFields'>;

/** Returns everything that a remote cluster needs, in apply order: the namespace first, the webhook last. */
export function remoteParts(mesh: MeshOfRemote, remote: Remote10): Part[] {
  return partsInOrder(remotePartsByRole(mesh, remote));
}

/** Returns the same parts by role. */
export function remotePartsByRole(mesh: MeshOfRemote, remote: Remote10) {
  const { namespace, addresses } = mesh.primary;
  const { images, sidecarInjector, citadel, pilotService } = remote;
  const component: ComponentProps = {
    namespace,
    kubernetes: remote.kubernetes,
    imagePullPolicy: images.pullPolicy,
    imagePullSecrets: images.pullSecrets,
    scheduling: remote.scheduling,
  };
  const image = (name: string): string => `${images.hub}/${name}:${images.tag}`;
  return {
    meshNamespace: part('namespace', MeshNamespace, { namespace }),
    injectedNamespaces: remote.injectedNamespaces.map((name) =>
      part(`injected-${name}`, InjectedNamespace, { namespace: name }),
    ),
    reader: part('reader', MultiClusterReader, { namespace }),
    meshConfig: part('mesh-config', MeshConfig, meshConfigOf(mesh, remote)),
    injectionConfig: sidecarInjector.template
      ? part('injection-config', InjectionConfig, { namespace, ...sidecarOptions(mesh, remote) })
      : undefined,
    pilot:
      pilotService === false
        ? undefined
        : part('pilot', RemotePilot, {
            namespace,
            address: pilotServiceAddress(pilotService, addresses.pilot),
          }),
    citadel: part('citadel', Citadel, {
      ...component,
      ...withImage(citadel, image),
      selfSignedCa: mesh.security.selfSignedCa,
    }),
    sidecarInjector: sidecarInjector.enabled
      ? part('sidecar-injector', SidecarInjector, { ...component, ...withImage(sidecarInjector, image) })
      : undefined,
  };
}

/** Returns the objects on the primary for mutual TLS between applications. */
export function primaryMutualTlsParts({ primary, security }: Mesh10): Part[] {
  return security.mutualTls ? [part('mutual-tls', MeshMutualTls, { namespace: primary.namespace })] : [];
}

function withImage<T extends { readonly image: string }>(options: T, image: (name: string) => string): T {
  return { ...options, image: image(options.image) };
}

/** Returns the objects on the primary that let remotes reach its control plane, in apply order. */
export function exposureParts({ primary, security }: Mesh10): Part[] {
  const { namespace, addresses, exposure } = primary;
  const components = declaredComponents(addresses);
  const shared = { namespace, ...portsOf(exposure, security.controlPlaneMutualTls) };
  switch (exposure?.mode) {
    case undefined:
    case 'pod-ip':
      return [];
    case 'load-balancer':
      return components.map((component) =>
        part(`exposed-${component}`, ControlPlaneLoadBalancer, {
          component,
          ...shared,
          ...loadBalancerProps(exposure.loadBalancer, addresses[component]),
        }),
      );
    case 'ingress-gateway':
      return [
        part('routes', ControlPlaneRoutes, { ...shared, components, selector: exposure.gateway.selector }),
      ];
    case 'dedicated-gateway': {
      const { replicas, images, resources } = exposure.gateway;
      return [
        part('gateway', ControlPlaneGateway, {
          ...shared,
          components,
          replicas,
          image: `${images.hub}/proxyv2:${images.tag}`,
          imagePullPolicy: images.pullPolicy,
          imagePullSecrets: images.pullSecrets,
          controlPlaneMutualTls: security.controlPlaneMutualTls,
          ...(primary.kubernetes === undefined ? {} : { kubernetes: primary.kubernetes }),
          ...(resources === undefined ? {} : { resources }),
          ...loadBalancerProps(exposure.loadBalancer, addresses.pilot),
        }),
        part('routes', ControlPlaneRoutes, { ...shared, components, selector: DEDICATED_GATEWAY_SELECTOR }),
      ];
    }
  }
}

function portsOf(exposure: Exposure | undefined, mutualTls: boolean): { readonly ports?: number[] } {
  const isNarrow = exposure !== undefined && 'ports' in exposure && exposure.ports === 'needed';
  return isNarrow ? { ports: neededPorts(mutualTls) } : {};
}
