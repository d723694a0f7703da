import { errorAt, type Path, type Problem, relyingOn, warningAt } from '../../../problem';
import { hasFeatureCurrent } from '../facts/releases';
import type { MeshInputCurrent } from '../input';
import type { MeshCurrent } from '../mesh';

const DATA_PLANE: Path = ['dataPlane'];

/** Ambient mode over several networks exists since 1.29. */
export function ambientIsInTheRelease({ dataPlane, revisions }: MeshCurrent): Problem[] {
  if (dataPlane !== 'ambient') return [];
  const older = revisions.find(({ istio }) => !hasFeatureCurrent(istio, 'ambientOverNetworks'));
  if (older === undefined) return [];
  return [
    errorAt(
      DATA_PLANE,
      `expected Istio 1.29 or newer for ambient, got ${older.istio}: before, ambient mode has one cluster`,
      'Upgrade Istio, or write dataPlane: sidecar',
      ['istio'],
      ['revisions'],
    ),
  ];
}

/**
 * Source: istio.io, ambient/install/multicluster: several primaries, each on its own network; remotes without an
 * istiod are not supported.
 */
export function ambientHasSeveralPrimaries({
  dataPlane,
  primaries,
  networks,
  remotes,
}: MeshCurrent): Problem[] {
  if (dataPlane !== 'ambient') return [];
  if (primaries.length === 1)
    return [
      errorAt(
        DATA_PLANE,
        'expected sidecar in a mesh with one primary, got ambient: Istio supports ambient mode over clusters only where each has an istiod',
        'List every cluster in primaries, or write dataPlane: sidecar',
        ['primary'],
        ['primaries'],
      ),
    ];
  const served = remotes.length > 0;
  return [
    ...(served
      ? [
          errorAt(
            ['remotes'],
            'expected no remotes beside dataPlane: ambient: Istio supports ambient mode only in clusters with an istiod of their own',
            'Install istiod there and list them in primaries, or write dataPlane: sidecar',
            DATA_PLANE,
          ),
        ]
      : []),
    ...(networks.length < 2
      ? [
          errorAt(
            DATA_PLANE,
            `expected sidecar where all clusters are on one network, got ambient: ztunnel reaches other clusters through gateways between networks`,
            'Give each primary a network of its own, or write dataPlane: sidecar',
            ['primaries'],
          ),
        ]
      : []),
  ];
}

/** Ztunnels of one network do not find each other across clusters. */
export function ambientNetworksAreOfOneCluster({ dataPlane, primaries, networks }: MeshCurrent): Problem[] {
  if (dataPlane !== 'ambient' || networks.length < 2) return [];
  return primaries.flatMap(({ network }, index): Problem | [] => {
    const first = primaries.findIndex((other) => other.network === network);
    return network === undefined || first === index
      ? []
      : relyingOn(
          warningAt(
            ['primaries', index, 'network'],
            `is the network of ${primaries[first]?.name}, too, and Istio describes ambient mode only for clusters on different networks`,
            'Give each primary a network of its own',
          ),
          DATA_PLANE,
        );
  });
}

/** A pod's traffic goes through a sidecar or ztunnel, not both. */
export function ambientHasNoInjection({ dataPlane }: MeshCurrent, input: MeshInputCurrent): Problem[] {
  if (dataPlane !== 'ambient') return [];
  const places: [Path, object][] = [
    ...(input.primaries ?? []).map((cluster, index): [Path, object] => [['primaries', index], cluster]),
    ...(input.defaults === undefined ? [] : [[['defaults'], input.defaults] as [Path, object]]),
  ];
  return places.flatMap(([path, options]): Problem | [] =>
    'injectedNamespaces' in options && options.injectedNamespaces !== undefined
      ? {
          ...errorAt(
            [...path, 'injectedNamespaces'],
            'belongs to sidecars, and dataPlane is ambient',
            'Write ambientNamespaces in place of it, or dataPlane: sidecar',
            DATA_PLANE,
          ),
          atKey: true,
        }
      : [],
  );
}

/** The label for ztunnel has no effect in a mesh with sidecars. */
export function ambientNamespacesAreOfAmbient(
  { dataPlane, primaries, primary: { namespace: istio } }: MeshCurrent,
  { primaries: inputs = [] }: MeshInputCurrent,
): Problem[] {
  return primaries.flatMap(({ ambientNamespaces }, index): Problem[] => {
    const path: Path = ['primaries', index, 'ambientNamespaces'];
    if (dataPlane !== 'ambient')
      return inputs[index]?.ambientNamespaces === undefined
        ? []
        : [
            {
              ...errorAt(
                path,
                'belongs to ambient mode, and dataPlane is sidecar',
                'Write injectedNamespaces in place of it, or dataPlane: ambient',
                DATA_PLANE,
              ),
              atKey: true,
            },
          ];
    return ambientNamespaces.flatMap((namespace, at): Problem | [] => {
      if (namespace === istio)
        return errorAt(
          [...path, at],
          `expected a namespace of applications, got "${namespace}", where Istio itself runs`,
          'Remove it',
        );
      return ambientNamespaces.indexOf(namespace) === at
        ? []
        : errorAt(
            [...path, at],
            `expected each namespace once, got "${namespace}" again`,
            'Remove one of the two',
          );
    });
  });
}

/** Options that only the chart `gateway` reads: in ambient mode istiod creates the gateway. */
const OF_CHART = [
  'sourceRanges',
  'fixedAddresses',
  'minReplicas',
  'maxReplicas',
  'resources',
  'revision',
] as const;

/** An option without effect is an error. */
export function ambientGatewayHasAnnotationsAlone(
  { dataPlane }: MeshCurrent,
  input: MeshInputCurrent,
): Problem[] {
  if (dataPlane !== 'ambient') return [];
  return (input.primaries ?? []).flatMap(({ eastWestGateway }, index) =>
    typeof eastWestGateway !== 'object'
      ? []
      : OF_CHART.flatMap((key): Problem | [] =>
          eastWestGateway[key] === undefined
            ? []
            : {
                ...errorAt(
                  ['primaries', index, 'eastWestGateway', key],
                  'belongs to gateways of sidecars: in ambient mode istiod makes the gateway, and accepts only annotations',
                  'Remove it',
                  DATA_PLANE,
                ),
                atKey: true,
              },
        ),
  );
}
