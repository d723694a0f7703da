import type { ControlPlaneEndpoint, PageModel, RemoteModel } from '../../page/page-model';
import type { ControlPlaneComponent } from './facts/components';
import { CONTROL_PLANE, neededPorts } from './facts/control-plane';
import { NAMES } from './facts/names';
import type { Mesh10, Remote10 } from './mesh';
import { declaredComponents } from './options/addresses';
import type { ExposureMode } from './options/exposure';
import type { MeshSecurity } from './options/security';

const COMPONENT_NAMES: Readonly<Record<ControlPlaneComponent, string>> = {
  pilot: 'Pilot',
  policy: 'Policy',
  telemetry: 'Telemetry',
  zipkin: 'Zipkin',
};

const EXPOSURE_WORDS: Readonly<Record<ExposureMode, string>> = {
  'pod-ip': 'the addresses of its pods',
  'load-balancer': 'load balancers',
  'ingress-gateway': 'the ingress gateway',
  'dedicated-gateway': 'a gateway of its own',
};

/** The objects that a mode adds on the primary. */
const EXPOSED_BY: Readonly<Record<ExposureMode, string | undefined>> = {
  'pod-ip': undefined,
  'load-balancer': 'a Service of type LoadBalancer for each component',
  'ingress-gateway': 'Services, DestinationRules, a Gateway and VirtualServices of the ingress gateway',
  'dedicated-gateway':
    'the gateway with its Deployment and its Service of type LoadBalancer, and Services, DestinationRules, a Gateway and VirtualServices',
};

/** Returns the content of the page and pictures of a mesh of Istio 1.0. */
export function pageModel({ istio, primary, security, remotes }: Mesh10): PageModel {
  return {
    istio,
    namespace: primary.namespace,
    primaries: [
      {
        name: primary.name,
        kubernetes: primary.kubernetes,
        podCidrs: primary.podCidrs,
        serviceCidrs: primary.serviceCidrs,
        namespaces: [],
        controlPlane: endpoints(primary.addresses, security.controlPlaneMutualTls),
        exposure: primary.exposure === undefined ? undefined : EXPOSURE_WORDS[primary.exposure.mode],
        exposedBy: primary.exposure === undefined ? undefined : EXPOSED_BY[primary.exposure.mode],
      },
    ],
    authority: security.selfSignedCa ? 'a root for each cluster' : 'one root for all clusters',
    trust: trustOf(security),
    calls: `configuration, policy and telemetry, ${security.controlPlaneMutualTls ? 'over mutual TLS' : 'in plain text'}`,
    remotes: remotes.map(remoteModel),
  };
}

function endpoints(addresses: Mesh10['primary']['addresses'], mutualTls: boolean): ControlPlaneEndpoint[] {
  const needed = neededPorts(mutualTls);
  return declaredComponents(addresses).map((component) => ({
    name: COMPONENT_NAMES[component],
    address: addresses[component] ?? '',
    ports: CONTROL_PLANE[component].ports.map(({ port }) => port).filter((port) => needed.includes(port)),
  }));
}

function trustOf({ controlPlaneMutualTls, mutualTls, selfSignedCa }: MeshSecurity): string[] {
  return [
    `Between sidecars and control plane: ${controlPlaneMutualTls ? 'mutual TLS' : 'plain text'}.`,
    `Between applications: ${mutualTls ? 'mutual TLS' : 'plain text, unless a policy asks for mutual TLS'}.`,
    selfSignedCa
      ? 'Citadel of each cluster signs with a root of its own: sidecars of two clusters do not trust each other.'
      : `Citadel of every cluster signs under one root, with the Secret ${NAMES.caCertificates} of its cluster.`,
  ];
}

function remoteModel(remote: Remote10): RemoteModel {
  const { name, kubernetes, podCidrs, serviceCidrs, apiServer, injectedNamespaces } = remote;
  return {
    name,
    primary: remote.primary,
    kubernetes,
    podCidrs,
    serviceCidrs,
    apiServer,
    injection: injectionOf(remote),
    namespaces: injectedNamespaces,
  };
}

/** Describes the webhook and the policy of the injection template. */
function injectionOf({ sidecarInjector, proxy, injectedWorkloads }: Remote10): string {
  const { enabled, injectByDefault, template } = sidecarInjector;
  if (!enabled) return injectedWorkloads === undefined ? 'webhook off' : 'webhook off, injected by synth';
  const where = injectByDefault ? 'webhook on by default' : 'webhook on';
  if (!template) return `${where}, own template`;
  return proxy.injection === 'disabled' ? `${where}, for pods that ask` : where;
}
