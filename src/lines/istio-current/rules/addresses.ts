import { EXCLUSIONS_FILE } from '../../../add-ons/argocd/resource-exclusions';
import { contains } from '../../../kubernetes/network';
import { isReachable } from '../../../mesh/reachable';
import { errorAt, type Path, type Problem, relyingOn, warningAt } from '../../../problem';
import { dnsNameOf, type IstiodAddress } from '../facts/istiod-address';
import { istiodName } from '../facts/names';
import type { MeshCurrent } from '../mesh';
import type { ViewInputCurrent } from './views';

/** Returns the addresses of istiod in a mesh: for all remotes, and for some. */
function istiodAddresses({ primary, revisions, remotes }: MeshCurrent): [Path, IstiodAddress][] {
  return [
    [['primary', 'addresses', 'istiod'], primary.addresses.istiod],
    ...revisions.flatMap(({ istiodAddress }, index): [Path, IstiodAddress][] =>
      istiodAddress === undefined ? [] : [[['revisions', index, 'istiodAddress'], istiodAddress]],
    ),
    ...remotes.flatMap(({ istiodAddress }, index): [Path, IstiodAddress][] =>
      istiodAddress === undefined ? [] : [[['remotes', index, 'istiodAddress'], istiodAddress]],
    ),
  ];
}

/** Returns the same, one address of a list at a time. */
function istiodHosts(mesh: MeshCurrent): [Path, string][] {
  return istiodAddresses(mesh).flatMap(([path, address]): [Path, string][] =>
    typeof address === 'string'
      ? [[path, address]]
      : address.map((host, index): [Path, string] => [[...path, index], host]),
  );
}

/** A list has at least one address, and no address twice. */
export function istiodAddressListIsASet(mesh: MeshCurrent, { primary }: ViewInputCurrent): Problem[] {
  return istiodAddresses(mesh).flatMap(([path, address]): Problem | Problem[] => {
    const isUnwritten = path[0] === 'primary' && primary.addresses === undefined;
    if (typeof address === 'string' || isUnwritten) return [];
    if (address.length === 0)
      return errorAt(
        path,
        'expected an address, got an empty list',
        'Write the address of istiod for remotes',
      );
    return address.flatMap((host, index) =>
      address.indexOf(host) === index
        ? []
        : errorAt([...path, index], `expected each address once, got "${host}" again`, 'Remove it'),
    );
  });
}

/** Remotes reach istiod at addresses that mean the same in every cluster. An EndpointSlice refuses most others. */
export function istiodAddressesAreReachable(mesh: MeshCurrent): Problem[] {
  return istiodHosts(mesh).flatMap(([path, address]) =>
    isReachable(address)
      ? []
      : [
          errorAt(
            path,
            `expected an address that remote clusters reach, got "${address}"`,
            'Use the address of the east-west gateway or load balancer in front of istiod',
          ),
        ],
  );
}

/** A pod gets another address when it restarts, and every remote loses istiod. */
export function istiodAddressOutlivesAPod(mesh: MeshCurrent): Problem[] {
  return istiodHosts(mesh).flatMap(([path, address]) =>
    mesh.primary.podCidrs.some((cidr) => contains(cidr, address))
      ? [
          warningAt(
            path,
            `"${address}" is a pod's address: when the pod restarts, remotes lose istiod`,
            'Use the address of the east-west gateway or load balancer in front of istiod',
          ),
        ]
      : [],
  );
}

/** An ExternalName that points to itself never resolves. */
export function istiodAddressIsNotTheLocalService(mesh: MeshCurrent): Problem[] {
  const { namespace } = mesh.primary;
  const names = mesh.revisions.map(({ name }) => `${istiodName(name)}.${namespace}`);
  return istiodHosts(mesh).flatMap(([path, address]) => {
    // Longer names of the Service work only in one cluster, and addresses must not be such names.
    if (!names.includes(address)) return [];
    const problem = errorAt(
      path,
      `expected an address outside the remote, got "${address}", the name that the remote's own Service has`,
      "Use the IP address or DNS name of the primary's istiod",
    );
    return [relyingOn(problem, ['primary', 'namespace'], ['revision'], ['revisions'])];
  });
}

/** Argo CD 3 ignores EndpointSlices by default and still reports Synced (argo-cd#25783). */
export function argocdAppliesEndpointSlices({ argocd, primary, revisions, remotes }: MeshCurrent): Problem[] {
  if (argocd === undefined || argocd.appliesEndpoints) return [];
  const places: [IstiodAddress, Path][] = remotes.flatMap(
    ({ istiodAddress }, index): [IstiodAddress, Path][] =>
      istiodAddress === undefined ? [] : [[istiodAddress, ['remotes', index, 'istiodAddress']]],
  );
  if (remotes.some(({ istiodAddress }) => istiodAddress === undefined)) {
    if (revisions.some(({ istiodAddress }) => istiodAddress === undefined))
      places.unshift([primary.addresses.istiod, ['primary', 'addresses', 'istiod']]);
    revisions.forEach(({ istiodAddress }, index) => {
      if (istiodAddress !== undefined) places.push([istiodAddress, ['revisions', index, 'istiodAddress']]);
    });
  }
  return places
    .filter(([address]) => dnsNameOf(address) === undefined)
    .map(([, path]) =>
      relyingOn(
        warningAt(
          path,
          `for an IP address the Service istiod has an EndpointSlice, which Argo CD 3 by default leaves out and still reports Synced, and no sidecar finds istiod`,
          `Patch Argo CD with argocd/${EXCLUSIONS_FILE} of the output and set argocd.appliesEndpoints: true, or write a DNS name`,
        ),
        ['argocd', 'appliesEndpoints'],
      ),
    );
}
