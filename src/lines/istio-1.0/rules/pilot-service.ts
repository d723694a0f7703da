import { EXCLUSIONS_FILE } from '../../../add-ons/argocd/resource-exclusions';
import { isIpAddress } from '../../../kubernetes/network';
import { errorAt, type Problem, warningAt } from '../../../problem';
import { NAMES } from '../facts/names';
import type { MeshInput10 } from '../input';
import type { Mesh10 } from '../mesh';
import { hasEndpoints, pilotServiceAddress } from '../options/pilot-service';
import { optionsIn } from './options';

/** DNS has no alias for an IP address, and an API server refuses one. */
export function pilotServiceAliasIsADnsName({ primary, remotes }: Mesh10): Problem[] {
  const { pilot } = primary.addresses;
  return remotes.flatMap(({ pilotService }, index) => {
    if (pilotService === false || pilotService.mode !== 'external-name') return [];
    if (!isIpAddress(pilotServiceAddress(pilotService, pilot))) return [];
    return errorAt(
      ['remotes', index, 'pilotService'],
      `expected a host beside mode: external-name, since primary.addresses.pilot is the IP address "${pilot}" and an alias stands for a DNS name only`,
      'Add host: a DNS name that leads to Pilot, write one in primary.addresses.pilot, or use mode: endpoints',
      ['primary', 'addresses', 'pilot'],
    );
  });
}

/** With Endpoints, no object uses the host. */
export function pilotServiceHostHasModeExternalName(_: Mesh10, input: MeshInput10): Problem[] {
  return optionsIn(input).flatMap(([at, { pilotService }]) => {
    if (typeof pilotService !== 'object' || pilotService.mode !== 'endpoints') return [];
    if (pilotService.host === undefined) return [];
    return errorAt(
      [...at, 'pilotService', 'host'],
      'only counts with mode: external-name',
      'Set mode: external-name, or remove host',
      [...at, 'pilotService', 'mode'],
    );
  });
}

/** Argo CD 3 ignores Endpoints by default and still reports Synced (argo-cd#25783). */
export function argocdAppliesEndpoints({ argocd, primary, remotes }: Mesh10): Problem[] {
  if (argocd === undefined || argocd.appliesEndpoints) return [];
  const name = `${NAMES.pilot}.${primary.namespace}`;
  return remotes.flatMap(({ pilotService }, index) => {
    if (!hasEndpoints(pilotService, primary.addresses.pilot)) return [];
    return warningAt(
      ['remotes', index, 'pilotService'],
      `Argo CD 3 by default leaves out the Endpoints of ${name} and still reports Synced, and no sidecar finds Pilot`,
      `Patch Argo CD with argocd/${EXCLUSIONS_FILE} of the output and set argocd.appliesEndpoints: true, or use pilotService: { mode: external-name, host: … }`,
      ['primary', 'addresses', 'pilot'],
      ['argocd', 'appliesEndpoints'],
    );
  });
}
