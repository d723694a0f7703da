import { resolveAddOns } from '../../../add-ons';
import { newestRelease } from '../facts/releases';
import type { MeshCurrent, PrimaryCurrent, RemoteCurrent } from '../mesh';
import { resolveExposure } from './gateways';
import { type RemoteOptionsCurrent, remoteDefaults, resolveOptions } from './remote';
import { type MeshRevisions, resolveRemoteRevisions, resolveRevisions } from './revisions';
import type { MeshInputCurrent, RemoteInputCurrent } from './schema';

/** Fills in every default: the chart's, then `defaults:`, then the remote's own options. */
export function resolveMeshCurrent(input: MeshInputCurrent): MeshCurrent {
  const { istio, primary } = input;
  const revisions = resolveRevisions(input);
  const newest = newestRelease(revisions.revisions.map((revision) => revision.istio));
  const shared = resolveOptions(remoteDefaults(newest, primary.network), input.defaults ?? {});
  return {
    line: 'current',
    istio,
    ...revisions,
    primary: resolvePrimary(primary),
    remotes: input.remotes.map((remote) => resolveRemote(revisions, shared, remote)),
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

function resolveRemote(
  revisions: MeshRevisions,
  shared: RemoteOptionsCurrent,
  remote: RemoteInputCurrent,
): RemoteCurrent {
  const options = resolveOptions(shared, remote);
  return {
    name: remote.name,
    apiServer: remote.apiServer,
    ...(remote.istiodAddress === undefined ? {} : { istiodAddress: remote.istiodAddress }),
    podCidrs: remote.podCidrs ?? [],
    serviceCidrs: remote.serviceCidrs ?? [],
    context: remote.context,
    kubeconfig: remote.kubeconfig,
    ...options,
    ...resolveRemoteRevisions(revisions, remote, options.revision),
  };
}
