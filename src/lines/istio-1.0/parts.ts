import { InjectedNamespace } from '../../constructs/injected-namespace';
import { type Part, part, partsInOrder } from '../../kubernetes/part';
import { Citadel } from './constructs/citadel';
import type { ComponentProps } from './constructs/component-props';
import { InjectionConfig } from './constructs/injection-config';
import { MeshConfig } from './constructs/mesh-config';
import { MeshMutualTls } from './constructs/mesh-mutual-tls';
import { MeshNamespace } from './constructs/mesh-namespace';
import { MultiClusterReader } from './constructs/multi-cluster-reader';
import { RemotePilot } from './constructs/remote-pilot';
import { SidecarInjector } from './constructs/sidecar-injector';
import type { Mesh10, Remote10 } from './mesh';
import { meshConfigFlags } from './options/mesh-config-flags';
import { pilotServiceAddress } from './options/pilot-service';

type MeshOfRemote = Omit<Mesh10, 'remotes' | 'line' | 'sharedServices'>;

/** Everything a remote cluster needs, in the order in which it is applied: the namespace first, the webhook last. */
export function remoteParts(mesh: MeshOfRemote, remote: Remote10): Part[] {
  return partsInOrder(remotePartsByRole(mesh, remote));
}

/** The same by what each part is for. */
export function remotePartsByRole(mesh: MeshOfRemote, remote: Remote10) {
  const { istio, security } = mesh;
  const { namespace, addresses } = mesh.primary;
  const { images, proxy, sidecarInjector, citadel, pilotService } = remote;
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
    meshConfig: part('mesh-config', MeshConfig, {
      istio,
      namespace,
      addresses,
      controlPlaneMutualTls: security.controlPlaneMutualTls,
      pilotService: pilotService !== false,
      ...meshConfigFlags(remote),
      proxy,
    }),
    injectionConfig: sidecarInjector.template
      ? part('injection-config', InjectionConfig, {
          istio,
          namespace,
          images,
          proxy,
          zipkin: addresses.zipkin !== undefined,
        })
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
      selfSignedCa: security.selfSignedCa,
    }),
    sidecarInjector: sidecarInjector.enabled
      ? part('sidecar-injector', SidecarInjector, { ...component, ...withImage(sidecarInjector, image) })
      : undefined,
  };
}

/** What the primary needs for mutual TLS between applications. */
export function primaryMutualTlsParts({ primary, security }: Mesh10): Part[] {
  return security.mutualTls ? [part('mutual-tls', MeshMutualTls, { namespace: primary.namespace })] : [];
}

function withImage<T extends { readonly image: string }>(options: T, image: (name: string) => string): T {
  return { ...options, image: image(options.image) };
}
