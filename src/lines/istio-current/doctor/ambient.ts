import type { PeerContext } from '../../../doctor/context';
import { broken, type Observation, ok } from '../../../doctor/finding';
import { someOf } from '../../../some-of';
import { LABELS } from '../facts/labels';
import { isTrueForIstiod, istiodName } from '../facts/names';
import type { MeshCurrent } from '../mesh';
import { environment } from './control-plane';

const DEFINITION = 'gateways.gateway.networking.k8s.io';

/** Checks for the definitions of the Gateway API: without them istiod creates no east-west gateway. */
export async function gatewayApi({ cluster, mesh }: PeerContext<MeshCurrent>): Promise<Observation[]> {
  if (mesh.dataPlane !== 'ambient') return [];
  const kind = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' };
  const found = await cluster.get({ ...kind, name: DEFINITION });
  return found === undefined
    ? [
        broken(
          `there is no CustomResourceDefinition ${DEFINITION}, so istiod makes no east-west gateway`,
          'Install the standard definitions of the Gateway API (github.com/kubernetes-sigs/gateway-api), then apply the manifests',
        ),
      ]
    : [ok('the definitions of the Gateway API are there')];
}

/**
 * The variables that profile ambient sets, and the ones that several networks need. Source: release-1.30,
 * pilot/pkg/features/ambient.go.
 */
const VARIABLES = ['PILOT_ENABLE_AMBIENT', 'AMBIENT_ENABLE_MULTI_NETWORK'];

/** Checks that istiod of each revision runs ambient mode over several networks. */
export async function ambientIstiod({ cluster, mesh }: PeerContext<MeshCurrent>): Promise<Observation[]> {
  if (mesh.dataPlane !== 'ambient') return [];
  const { namespace } = mesh.primary;
  const observed = mesh.revisions.map(async ({ name: revision }): Promise<Observation[]> => {
    const name = istiodName(revision);
    const live = await cluster.get({ apiVersion: 'apps/v1', kind: 'Deployment', name, namespace });
    // Another finding reports that it is missing.
    if (live === undefined) return [];
    const lacking = VARIABLES.filter((variable) => !isTrueForIstiod(environment(live, variable) ?? ''));
    return lacking.length === 0
      ? [ok(`${name} runs ambient mode over several networks`)]
      : [
          broken(
            `${name} lacks ${lacking.map((variable) => `${variable}=true`).join(' and ')}, so that it serves no ztunnel across networks`,
            `Install it as \`istio-remote control-plane ${mesh.primary.name}\` says`,
          ),
        ];
  });
  return (await Promise.all(observed)).flat();
}

/** Checks the labels of the namespaces of ambient mode. */
export async function ambientNamespaces({ cluster, mesh }: PeerContext<MeshCurrent>): Promise<Observation[]> {
  const wanted = mesh.primary.ambientNamespaces;
  if (wanted.length === 0) return [];
  const live = await Promise.all(
    wanted.map((name) => cluster.get({ apiVersion: 'v1', kind: 'Namespace', name })),
  );
  const lacking = wanted.filter(
    (_, index) => live[index]?.metadata.labels?.[LABELS.dataPlaneMode] !== 'ambient',
  );
  return lacking.length === 0
    ? [ok(`${someOf(wanted, 5)} ${wanted.length === 1 ? 'is' : 'are'} in ambient mode`)]
    : [
        broken(
          `${someOf(lacking, 5)} ${lacking.length === 1 ? 'lacks' : 'lack'} the label ${LABELS.dataPlaneMode}=ambient`,
          `Apply the manifests of ${cluster.name}`,
        ),
      ];
}
