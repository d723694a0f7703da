import { contains, ipFamily } from '../../../kubernetes/network';
import { isReachable } from '../../../mesh/reachable';
import { errorAt, type Path, type Problem, warningAt } from '../../../problem';
import { NAMES } from '../facts/names';
import type { Mesh10 } from '../mesh';
import { pilotServiceAddress } from '../options/pilot-service';

/** Remotes reach the control plane at addresses that mean the same in every cluster. Endpoints refuse most others. */
export function addressesAreReachable({ primary, remotes }: Mesh10): Problem[] {
  const unreachable = (path: Path, name: string, host: string): Problem =>
    errorAt(
      path,
      `expected an address that remote clusters reach, got "${host}"`,
      `Use the address of ${name} in the flat network`,
    );
  return [
    ...addressEntries(primary.addresses).flatMap(([name, address]) =>
      isReachable(address) ? [] : unreachable(['primary', 'addresses', name], name, address),
    ),
    ...remotes.flatMap(({ pilotService }, index) => {
      const host =
        pilotService !== false && pilotService.mode === 'external-name' ? pilotService.host : undefined;
      const path = ['remotes', index, 'pilotService', 'host'];
      return host === undefined || isReachable(host) ? [] : unreachable(path, 'pilot', host);
    }),
  ];
}

/** A pod gets another address when it restarts, and every remote loses the control plane (istio#4822). */
export function addressesOutliveAPod({ primary }: Mesh10): Problem[] {
  return addressEntries(primary.addresses).flatMap(([name, address]) => {
    if (!primary.podCidrs.some((cidr) => contains(cidr, address))) return [];
    return warningAt(
      ['primary', 'addresses', name],
      `"${address}" is a pod's address: when the pod restarts, every remote loses ${name} (istio#4822)`,
      'Use the address of a load balancer or gateway',
    );
  });
}

/** An ExternalName that points to itself never resolves. */
export function pilotServiceIsNotItsOwnAddress({ primary, remotes }: Mesh10): Problem[] {
  const { namespace, addresses } = primary;
  const ownName = (path: Path, name: string): Problem =>
    errorAt(
      path,
      `expected an address outside the remote with pilotService, got "${name}", the name that pilotService makes`,
      "Use the IP address or DNS name of the primary's Pilot",
      ['primary', 'namespace'],
    );
  const hosts = remotes.map(({ pilotService }) =>
    pilotService === false ? undefined : pilotServiceAddress(pilotService, addresses.pilot),
  );
  return [
    ...(isPilotServiceOf(namespace, addresses.pilot) && hosts.includes(addresses.pilot)
      ? [ownName(['primary', 'addresses', 'pilot'], addresses.pilot)]
      : []),
    ...hosts.flatMap((host, index) =>
      host !== undefined && host !== addresses.pilot && isPilotServiceOf(namespace, host)
        ? [ownName(['remotes', index, 'pilotService', 'host'], host)]
        : [],
    ),
  ];
}

function isPilotServiceOf(namespace: string, name: string): boolean {
  // Longer names of the Service work only in one cluster, and addresses must not be such names.
  return name === NAMES.pilot || name === `${NAMES.pilot}.${namespace}`;
}

/**
 * Returns the namespace that pilot-agent 1.0.9 reads from a discovery address. It determines the identity that Pilot
 * must prove. For one label it is the pod's own namespace; for two labels, the second; for an IP address or three
 * labels or more, istio-system. The agent cuts the address at the first colon, so an IPv6 address counts as one
 * label. Source: 1.0.9, pilot/cmd/pilot-agent/main.go.
 */
export function namespaceReadFrom(address: string): string | 'the pod’s own' {
  if (ipFamily(address) === 4) return NAMES.namespace;
  const labels = address.split('.');
  if (ipFamily(address) === 6 || labels.length === 1) return 'the pod’s own';
  return labels.length === 2 ? (labels[1] ?? '') : NAMES.namespace;
}

function addressEntries(addresses: Mesh10['primary']['addresses']): [string, string][] {
  const { pilot, policy, telemetry, zipkin } = addresses;
  return Object.entries({ pilot, policy, telemetry, zipkin }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
}
