import { errorAt, type Path, type Problem, warningAt } from '../../../problem';
import { NAMES } from '../facts/names';
import type { Mesh10 } from '../mesh';
import { namespaceReadFrom } from './addresses';

/** Sidecars and Pilot trust each other only under one root. Self-signed Citadels each have their own. */
export function controlPlaneMutualTlsHasASharedCa({ security }: Mesh10): Problem | [] {
  if (!security.controlPlaneMutualTls || !security.selfSignedCa) return [];
  return errorAt(
    ['security', 'controlPlaneMutualTls'],
    'expected selfSignedCa: false beside controlPlaneMutualTls: true, since clusters trust each other only under one root',
    'Set security.selfSignedCa: false and give every cluster a Secret cacerts of one root',
    ['security', 'selfSignedCa'],
  );
}

/** Applications of two clusters call each other, so they need one root too. */
export function mutualTlsHasASharedCa({ security }: Mesh10): Problem | [] {
  if (!security.mutualTls || !security.selfSignedCa || security.controlPlaneMutualTls) return [];
  return warningAt(
    ['security', 'mutualTls'],
    'with a self-signed CA per cluster, applications of two clusters do not trust each other',
    'Set security.selfSignedCa: false and give every cluster a Secret cacerts of one root',
    ['security', 'selfSignedCa'],
  );
}

const FIX = 'Set pilotService: true, here or in defaults';

/** A sidecar reads Pilot's namespace, and so the identity to expect, from the discovery address. */
export function discoveryAddressNamesTheNamespace({ primary, security, remotes }: Mesh10): Problem[] {
  if (!security.controlPlaneMutualTls) return [];
  const { namespace, addresses } = primary;
  const read = namespaceReadFrom(addresses.pilot);
  const name = `${NAMES.pilot}.${namespace}`;
  return remotes.flatMap((remote, index) => {
    if (remote.pilotService || addresses.pilot === name) return [];
    const asksForName = `with control-plane mutual TLS the guide asks for ${name} in DNS, got the address "${addresses.pilot}"`;
    const isRefused = `expected pilotService: true: from the discovery address "${addresses.pilot}" sidecars read the namespace ${read}, not ${namespace}, and refuse Pilot's certificate`;
    const [problemAt, message] = read === namespace ? [warningAt, asksForName] : [errorAt, isRefused];
    const reliesOn: Path[] = [
      ['primary', 'namespace'],
      ['primary', 'addresses', 'pilot'],
    ];
    return problemAt(['remotes', index, 'pilotService'], message, FIX, ...reliesOn);
  });
}
