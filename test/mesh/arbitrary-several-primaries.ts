import fc from 'fast-check';
import type {
  ListedPrimaryInputCurrent,
  MeshInputCurrent,
  RemoteInputCurrent,
} from '../../src/lines/istio-current/input';
import { meshInputOfOneRevision, type OnePrimaryInput } from './arbitrary-mesh-current';

const NETWORKS = ['n1', 'n2', 'no'] as const;
const NAMES = ['hq', 'null', '1e3', 'p-3'] as const;

const primaryOptions = fc.record(
  {
    network: fc.constantFrom(...NETWORKS),
    kubernetes: fc.constantFrom('1.32', '1.34', '1.35'),
    namespaces: fc.uniqueArray(fc.constantFrom('shop', 'cart', 'null'), { maxLength: 2 }),
    eastWestGateway: fc.constantFrom(true, false, { annotations: {} }, { annotations: { a: 'b' } }),
    exposure: fc.constantFrom(undefined, 'east-west-gateway' as const, 'load-balancer' as const),
    labels: fc.constantFrom({}, { stage: 'canary' }),
  },
  { noNullPrototype: true },
);
type PrimaryOptions = typeof primaryOptions extends fc.Arbitrary<infer T> ? T : never;

const choices = fc.record(
  {
    base: meshInputOfOneRevision,
    patch: fc.nat(3),
    primaries: fc.array(primaryOptions, { minLength: 2, maxLength: NAMES.length }),
    served: fc.array(fc.nat(), { minLength: 4, maxLength: 4 }),
    shape: fc.constantFrom('primaries', 'primaries and remotes', 'ambient'),
    meshId: fc.constantFrom(undefined, 'mesh', 'a.b'),
    install: fc.constantFrom(undefined, 'argocd' as const, 'sail' as const),
    values: fc.constantFrom({}, { pilot: { autoscaleMin: 2 } }),
  },
  { noNullPrototype: true },
);

/** Any valid mesh with several primaries, without other files. */
export const severalPrimariesInput: fc.Arbitrary<MeshInputCurrent> = choices.map(
  ({ base, patch, primaries, served, shape, meshId, install, values }) => {
    const { primary, remotes: all, defaults, ...mesh } = base;
    const isAmbient = shape === 'ambient' && !base.istio.startsWith('1.28');
    const remotes = shape === 'primaries and remotes' ? all.map(placed(served, primaries.length)) : [];
    return {
      ...mesh,
      // An installation has a release.
      istio: /^\d+\.\d+$/.test(base.istio) ? `${base.istio}.${patch}` : base.istio,
      ...(meshId === undefined ? {} : { meshId }),
      ...(isAmbient ? { dataPlane: 'ambient' as const } : {}),
      ...(remotes.length === 0 ? {} : { defaults: { network: 'n1', ...defaults }, remotes }),
      controlPlane: { values, ...(install === undefined ? {} : { install }) },
      ...(install === 'argocd' ? { argocd: { repository: 'https://git.example.com/mesh.git' } } : {}),
      primaries: primaries.map((options, index) => {
        const name = NAMES[index] ?? '';
        const serves = remotes.some((remote) => remote.primary === name);
        // Ambient clusters only reach each other between networks.
        const network = isAmbient && index === 0 ? 'n1' : isAmbient && index === 1 ? 'n2' : options.network;
        return primaryOf(name, { ...options, network }, { base: primary, serves, isAmbient });
      }),
    };
  },
);

function placed(
  served: readonly number[],
  primaries: number,
): (remote: RemoteInputCurrent, index: number) => RemoteInputCurrent {
  return ({ eastWestGateway = true, ...remote }, index) => ({
    ...remote,
    eastWestGateway,
    primary: NAMES[(served[index] ?? 0) % primaries] ?? '',
  });
}

function primaryOf(
  name: string,
  { network = 'n1', exposure, eastWestGateway, namespaces, ...options }: PrimaryOptions,
  place: { base: OnePrimaryInput['primary']; serves: boolean; isAmbient: boolean },
): ListedPrimaryInputCurrent {
  const { base, serves, isAmbient } = place;
  const isExposed = serves && exposure !== undefined;
  return {
    name,
    network,
    ...options,
    ...(base.namespace === undefined ? {} : { namespace: base.namespace }),
    ...(serves ? { addresses: base.addresses } : {}),
    ...(isExposed ? { exposure } : {}),
    ...(isExposed && exposure === 'east-west-gateway' ? {} : { eastWestGateway }),
    [isAmbient ? 'ambientNamespaces' : 'injectedNamespaces']: namespaces,
  };
}
