import { resolveAddOns } from '../../../add-ons';
import { merged } from '../../../mesh/merge';
import { defaultsOf } from '../../chart-option';
import { NAMES } from '../facts/names';
import type { Mesh10, Remote10 } from '../mesh';
import { resolveExposure } from './exposure';
import { chartDefaults, type RemoteOptions10, resolveOptions } from './remote';
import type { MeshInput10, RemoteInput10 } from './schema';
import { type MeshSecurity, securityFields } from './security';

/** Fills in every default: the chart's, then `defaults:`, then the remote's own options. */
export function resolveMesh10(input: MeshInput10): Mesh10 {
  const shared = resolveOptions(chartDefaults(input.istio), input.defaults ?? {});
  const { primary, security } = input;
  return {
    line: '1.0',
    istio: input.istio,
    primary: {
      name: primary.name,
      namespace: primary.namespace ?? NAMES.namespace,
      kubernetes: primary.kubernetes,
      podCidrs: primary.podCidrs ?? [],
      serviceCidrs: primary.serviceCidrs ?? [],
      addresses: primary.addresses,
      exposure: primary.exposure === undefined ? undefined : resolveExposure(primary.exposure, input.istio),
      context: primary.context,
      kubeconfig: primary.kubeconfig,
    },
    security: merged<MeshSecurity>(defaultsOf(securityFields, input.istio), security),
    remotes: input.remotes.map((remote) => resolveRemote(shared, remote)),
    ...resolveAddOns(input),
  };
}

function resolveRemote(shared: RemoteOptions10, remote: RemoteInput10): Remote10 {
  return {
    name: remote.name,
    apiServer: remote.apiServer,
    ...(remote.injectedWorkloads === undefined ? {} : { injectedWorkloads: remote.injectedWorkloads }),
    podCidrs: remote.podCidrs ?? [],
    serviceCidrs: remote.serviceCidrs ?? [],
    context: remote.context,
    kubeconfig: remote.kubeconfig,
    ...resolveOptions(shared, remote),
  };
}
