import { resolveAddOns } from '../../../add-ons';
import type { MeshCurrent, PrimaryCurrent, RemoteCurrent } from '../mesh';
import { resolveExposure } from './gateways';
import { type RemoteOptionsCurrent, remoteDefaults, resolveOptions } from './remote';
import type { MeshInputCurrent, RemoteInputCurrent } from './schema';

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
