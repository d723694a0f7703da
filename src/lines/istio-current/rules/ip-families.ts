import { errorAt, type Path, type Problem, warningAt } from '../../../problem';
import { dnsNameOf, type IstiodAddress, sliceAddresses } from '../facts/istiod-address';
import type { MeshCurrent } from '../mesh';
import type { IpFamilies } from '../options/cluster';
import { revisionAddress } from '../revisions';

/** An API server refuses a repeated family, and two families of a Service with a single-family policy. */
export function ipFamiliesAreOnceEach({ primary, remotes }: MeshCurrent): Problem[] {
  const clusters: [Path, IpFamilies][] = [
    [['primary'], primary],
    ...remotes.map((remote, index): [Path, IpFamilies] => [['remotes', index], remote]),
  ];
  return clusters.flatMap(([at, { ipFamilyPolicy, ipFamilies = [] }]): Problem | [] => {
    const path = [...at, 'ipFamilies'];
    if (new Set(ipFamilies).size < ipFamilies.length)
      return errorAt(
        path,
        `expected each family once, got ${ipFamilies.join(', ')}`,
        'Remove one of the two',
      );
    if (ipFamilyPolicy !== 'SingleStack' || ipFamilies.length < 2) return [];
    const fix = 'Keep one, or write ipFamilyPolicy: PreferDualStack';
    return errorAt(path, 'expected one family with ipFamilyPolicy: SingleStack, got two', fix, [
      ...at,
      'ipFamilyPolicy',
    ]);
  });
}

/** A Service only uses slices of its own families. */
export function ipFamiliesAreThoseOfIstiod(mesh: MeshCurrent): Problem[] {
  return byRemote(mesh).flatMap(({ at, families, address, place }): Problem | [] => {
    const { ipFamilyPolicy, ipFamilies = [] } = families;
    const slices = sliceAddresses(address);
    if (slices.length > 1 && ipFamilyPolicy === 'SingleStack') {
      const message =
        'expected PreferDualStack or RequireDualStack, since istiod has addresses of both families';
      return errorAt(
        [...at, 'ipFamilyPolicy'],
        `${message}, got SingleStack`,
        'Write PreferDualStack',
        place,
      );
    }
    const missing = slices.find(({ addressType }) => !ipFamilies.includes(addressType));
    if (ipFamilies.length === 0 || missing === undefined) return [];
    const { addressType, addresses } = missing;
    return errorAt(
      [...at, 'ipFamilies'],
      `expected ${addressType} for the address ${addresses[0]} of istiod, got ${ipFamilies.join(', ')}`,
      'Add it, or write an address of another family',
      place,
    );
  });
}

/** The Service of a DNS name has no addresses. */
export function ipFamiliesHaveAnIpAddress(mesh: MeshCurrent): Problem[] {
  return byRemote(mesh).flatMap(({ at, families, address, place, hasGateway }): Problem | [] => {
    const name = dnsNameOf(address);
    if (name === undefined || hasGateway) return [];
    const key = (['ipFamilyPolicy', 'ipFamilies'] as const).find((one) => families[one] !== undefined);
    if (key === undefined) return [];
    const message = `changes nothing: istiod has the DNS name ${name}, whose Service has no address`;
    return warningAt([...at, key], message, 'Remove it, or write IP addresses of istiod', place);
  });
}

/** Returns each address of istiod for a remote, of any revision, with its place in the mesh. */
function byRemote({ primary, remotes }: MeshCurrent) {
  return remotes.flatMap((remote, index) => {
    const at: Path = ['remotes', index];
    const addresses = remote.revisions.map((revision) => revisionAddress(primary, remote, revision));
    return [...new Set(addresses)].map((address) => ({
      at,
      families: remote,
      address,
      place: placeOf(address, remote.istiodAddress, primary.addresses.istiod, at),
      hasGateway: remote.eastWestGateway !== undefined,
    }));
  });
}

function placeOf(
  address: IstiodAddress,
  ofRemote: IstiodAddress | undefined,
  ofPrimary: IstiodAddress,
  at: Path,
): Path {
  if (address === ofRemote) return [...at, 'istiodAddress'];
  return address === ofPrimary ? ['primary', 'addresses'] : ['revisions'];
}
