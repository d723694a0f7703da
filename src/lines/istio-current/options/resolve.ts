import { resolveAddOns } from '../../../add-ons';
import { merged } from '../../../mesh/merge';
import { oldestKubernetes } from '../facts/releases';
import type {
  EastWestGatewayOptions,
  ExposureCurrent,
  InjectionCurrent,
  LoadBalancerCurrent,
  MeshCurrent,
  PrimaryCurrent,
  RemoteCurrent,
  RemoteOptionsCurrent,
} from '../mesh';
import type {
  EastWestGatewayInput,
  ExposureInputCurrent,
  MeshInputCurrent,
  RemoteInputCurrent,
  RemoteOptionsInputCurrent,
} from './schema';

/** What the chart `gateway` does when nobody says otherwise, quantities spelled as a server does. Source: manifests/charts/gateway/values.yaml. */
const GATEWAY_DEFAULTS: EastWestGatewayOptions = {
  annotations: {},
  sourceRanges: [],
  fixedAddresses: false,
  minReplicas: 1,
  maxReplicas: 5,
  resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '2', memory: '1Gi' } },
};

/** What a remote is when nobody says otherwise: the charts `base` and `istiod` with profile remote. */
function remoteDefaults(release: string, network: string | undefined): RemoteOptionsCurrent {
  return {
    kubernetes: oldestKubernetes(release),
    allowUnsupportedKubernetes: false,
    ...(network === undefined ? {} : { network }),
    injectedNamespaces: [],
    sidecarInjector: { enabled: true, injectByDefault: false },
    validation: { enabled: true },
  };
}

/** Fills in every default: the chart's, then `defaults:`, then the remote's own options. */
export function resolveMeshCurrent(input: MeshInputCurrent): MeshCurrent {
  const { istio, revision, primary } = input;
  const shared = resolveOptions(remoteDefaults(istio, primary.network), input.defaults ?? {});
  return {
    line: 'current',
    istio,
    ...(revision === undefined ? {} : { revision }),
    revisionTags: input.revisionTags ?? [],
    primary: resolvePrimary(primary),
    remotes: input.remotes.map((remote) => resolveRemote(shared, remote)),
    ...resolveAddOns(input),
  };
}

function resolvePrimary(primary: MeshInputCurrent['primary']): PrimaryCurrent {
  return {
    name: primary.name,
    namespace: primary.namespace ?? 'istio-system',
    kubernetes: primary.kubernetes,
    network: primary.network,
    podCidrs: primary.podCidrs ?? [],
    serviceCidrs: primary.serviceCidrs ?? [],
    addresses: primary.addresses,
    exposure: primary.exposure === undefined ? undefined : resolveExposure(primary.exposure),
    context: primary.context,
    kubeconfig: primary.kubeconfig,
  };
}

function resolveRemote(shared: RemoteOptionsCurrent, remote: RemoteInputCurrent): RemoteCurrent {
  return {
    name: remote.name,
    apiServer: remote.apiServer,
    ...(remote.istiodAddress === undefined ? {} : { istiodAddress: remote.istiodAddress }),
    podCidrs: remote.podCidrs ?? [],
    serviceCidrs: remote.serviceCidrs ?? [],
    context: remote.context,
    kubeconfig: remote.kubeconfig,
    ...resolveOptions(shared, remote),
  };
}

/** Lays options on complete ones. Groups without an override are shared, not copied. */
function resolveOptions(base: RemoteOptionsCurrent, over: RemoteOptionsInputCurrent): RemoteOptionsCurrent {
  const network = over.network ?? base.network;
  const crds = over.crds ?? base.crds;
  const gateway =
    over.eastWestGateway === undefined
      ? base.eastWestGateway
      : resolveGateway(over.eastWestGateway, base.eastWestGateway);
  return {
    kubernetes: over.kubernetes ?? base.kubernetes,
    allowUnsupportedKubernetes: over.allowUnsupportedKubernetes ?? base.allowUnsupportedKubernetes,
    ...(network === undefined ? {} : { network }),
    injectedNamespaces: over.injectedNamespaces ?? base.injectedNamespaces,
    sidecarInjector: resolveInjection(base.sidecarInjector, over.sidecarInjector),
    validation: merged(base.validation, over.validation),
    ...(gateway === undefined ? {} : { eastWestGateway: gateway }),
    ...(crds === undefined ? {} : { crds }),
  };
}

/** People fold base64 over several lines; the API server takes no blanks in it. */
function resolveInjection(
  base: InjectionCurrent,
  over: RemoteOptionsInputCurrent['sidecarInjector'],
): InjectionCurrent {
  const { caBundle } = over ?? {};
  return merged(base, caBundle === undefined ? over : { ...over, caBundle: caBundle.replace(/\s/g, '') });
}

function resolveGateway(
  input: EastWestGatewayInput,
  base: EastWestGatewayOptions = GATEWAY_DEFAULTS,
): EastWestGatewayOptions | undefined {
  if (input === false) return undefined;
  return input === true ? base : gatewayOptions(input, base);
}

function gatewayOptions(
  input: Exclude<EastWestGatewayInput, boolean>,
  base: EastWestGatewayOptions,
): EastWestGatewayOptions {
  const { resources, ...rest } = merged(base, input);
  return { ...rest, resources: resources ?? {} };
}

/** Fills in every default of `primary.exposure`; options of other modes are left out. */
function resolveExposure(input: ExposureInputCurrent): ExposureCurrent {
  const { mode, ...options } = typeof input === 'string' ? { mode: input } : input;
  const gateway = gatewayOptions(options, GATEWAY_DEFAULTS);
  if (mode === 'east-west-gateway') return { mode, gateway };
  const { annotations, sourceRanges, fixedAddresses } = gateway;
  const loadBalancer: LoadBalancerCurrent = { annotations, sourceRanges, fixedAddresses };
  return { mode, loadBalancer };
}
