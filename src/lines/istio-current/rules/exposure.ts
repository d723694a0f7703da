import { errorAt, type Path, type Problem, quoted, relyingOn, warningAt } from '../../../problem';
import { type IstiodAddress, ipAddressOf } from '../facts/istiod-address';
import type { MeshCurrent } from '../mesh';
import type { EastWestGatewayOptions } from '../options/gateways';
import type { ViewInputCurrent } from './views';

type ExposureInput = NonNullable<ViewInputCurrent['primary']['exposure']>;

const EXPOSURE: Path = ['primary', 'exposure'];

/** Options that only a gateway has. */
const OF_GATEWAYS = ['minReplicas', 'maxReplicas', 'resources', 'revision'] as const;

/** A mode ignores the options of other modes, so these are errors. */
export function exposureOptionsBelongToTheMode(_: MeshCurrent, { primary }: ViewInputCurrent): Problem[] {
  const { mode, ...options } = asMap(primary.exposure);
  if (mode !== 'load-balancer') return [];
  return OF_GATEWAYS.flatMap((name) => {
    if (options[name] === undefined) return [];
    const problem = errorAt(
      [...EXPOSURE, name],
      `belongs to east-west-gateway, and the mode is ${mode}`,
      'Remove it, or change the mode',
    );
    return [{ ...relyingOn(problem, [...EXPOSURE, 'mode']), atKey: true }];
  });
}

/** You can ask a cloud for one IP address, not for a name. */
export function fixedAddressesAreIpAddresses({ primary, revisions }: MeshCurrent): Problem[] {
  const { exposure, addresses } = primary;
  const asked = exposure?.mode === 'load-balancer' ? exposure.loadBalancer : exposure?.gateway;
  if (asked?.fixedAddresses !== true) return [];
  const places: [Path, IstiodAddress][] = [[['primary', 'addresses', 'istiod'], addresses.istiod]];
  // One gateway is in front of all revisions; each revision has its own load balancer.
  if (exposure?.mode === 'load-balancer') {
    if (revisions.every(({ istiodAddress }) => istiodAddress !== undefined)) places.pop();
    revisions.forEach(({ istiodAddress }, index) => {
      if (istiodAddress !== undefined) places.push([['revisions', index, 'istiodAddress'], istiodAddress]);
    });
  }
  return places
    .filter(([, address]) => ipAddressOf(address) === undefined)
    .map(([path, address]) =>
      relyingOn(
        errorAt(
          path,
          `expected an IP address, which fixedAddresses asks the cloud for, got ${quoted(address)}`,
          'Write the IP address, or remove fixedAddresses',
        ),
        EXPOSURE,
      ),
    );
}

/** The mesh file has no address for a gateway that is only for pods, so it cannot ask for one. */
export function eastWestGatewayHasNoFixedAddresses({ primaries, remotes }: MeshCurrent): Problem[] {
  const gateways = [
    ...primaries.map(({ eastWestGateway }, index) => ({ eastWestGateway, path: ['primaries', index] })),
    ...remotes.map(({ eastWestGateway }, index) => ({ eastWestGateway, path: ['remotes', index] })),
  ];
  return gateways.flatMap(({ eastWestGateway, path }) =>
    eastWestGateway?.fixedAddresses === true
      ? [
          errorAt(
            [...path, 'eastWestGateway', 'fixedAddresses'],
            path[0] === 'primaries'
              ? 'belongs to exposure: a gateway for pods alone has no address in the mesh file'
              : 'belongs to primary.exposure: the gateway of a remote has no address in the mesh file',
            'Remove it, and ask for an address by an annotation of the cloud',
          ),
        ]
      : [],
  );
}

/** Kubernetes refuses a HorizontalPodAutoscaler with fewer maxReplicas than minReplicas. */
export function maxReplicasAreNotBelowMinReplicas({ primary, remotes }: MeshCurrent): Problem[] {
  const { eastWestGateway: own, exposure } = primary;
  return [
    ...(exposure?.mode === 'east-west-gateway' ? tooFew(EXPOSURE, exposure.gateway) : []),
    ...(own === undefined ? [] : tooFew(['primary', 'eastWestGateway'], own)),
    ...remotes.flatMap(({ eastWestGateway }, index) =>
      eastWestGateway === undefined ? [] : tooFew(['remotes', index, 'eastWestGateway'], eastWestGateway),
    ),
  ];
}

function tooFew(path: Path, { minReplicas, maxReplicas }: EastWestGatewayOptions): Problem[] {
  if (minReplicas <= maxReplicas) return [];
  return [
    relyingOn(
      errorAt(
        [...path, 'maxReplicas'],
        `expected at least ${minReplicas}, which is minReplicas, got ${maxReplicas}`,
        'Raise maxReplicas, or lower minReplicas',
      ),
      [...path, 'minReplicas'],
    ),
  ];
}

/** By default a load balancer is often public, and the injector answers anyone. */
export function exposureSaysWhoMayConnect(_: MeshCurrent, { primary }: ViewInputCurrent): Problem[] {
  if (primary.exposure === undefined) return [];
  const { mode, annotations, sourceRanges } = asMap(primary.exposure);
  if (annotations !== undefined || sourceRanges !== undefined) return [];
  return [
    warningAt(
      EXPOSURE,
      `${mode} says nothing about who may connect, and many clouds make a load balancer public`,
      'Add annotations for an internal load balancer, or sourceRanges; annotations: {} says that none are needed',
    ),
  ];
}

/** A word alone is a mode without options. */
function asMap(exposure: ExposureInput | undefined): Partial<Extract<ExposureInput, object>> {
  if (exposure === undefined) return {};
  return typeof exposure === 'string' ? { mode: exposure } : exposure;
}
