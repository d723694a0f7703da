import {
  type LiveContradiction,
  liveContradictions,
  ownSettings,
} from '../../../control-plane/live-settings';
import { ownValues } from '../../../control-plane/own-values';
import type { PrimaryContext } from '../../../doctor/context';
import { broken, type Observation, ok, unknown } from '../../../doctor/finding';
import { textAt } from '../../../kubernetes/fields';
import { istiodSettings } from '../control-plane/settings';
import { injectorConfigMap, istiodName, meshConfigMap } from '../facts/names';
import type { MeshCurrent } from '../mesh';
import type { RevisionCurrent } from '../revisions';

/** Checks that the ConfigMaps of istiod agree with mesh.yaml, for each revision. */
export async function installation(context: PrimaryContext<MeshCurrent>): Promise<Observation[]> {
  const { revisions } = context.mesh;
  return (await Promise.all(revisions.map((revision) => judge(context, revision)))).flat();
}

async function judge(
  { cluster, mesh, primary }: PrimaryContext<MeshCurrent>,
  revision: RevisionCurrent,
): Promise<Observation[]> {
  const istiod = istiodName(revision.name);
  const [meshConfig, injectorValues] = await Promise.all(
    [
      [meshConfigMap(revision.name), 'mesh'],
      [injectorConfigMap(revision.name), 'values'],
    ].map(async ([name = '', key = '']) => {
      const { namespace } = primary;
      const map = await cluster.get({ apiVersion: 'v1', kind: 'ConfigMap', name, namespace });
      return textAt(map, 'data', key);
    }),
  );
  if (meshConfig === undefined && injectorValues === undefined)
    return [
      unknown(
        `there is neither the ConfigMap ${meshConfigMap(revision.name)} nor ${injectorConfigMap(revision.name)}, which say how ${istiod} was installed`,
        `Compare the values of the installation with \`istio-remote control-plane ${primary.name}\``,
      ),
    ];
  const own = ownValues(mesh).flatMap(({ values, at }) => ownSettings(values, at));
  const found = liveContradictions([...istiodSettings(mesh, revision), ...winning(own)], {
    meshConfig,
    injectorValues,
  });
  if (found.length === 0) return [ok(`${istiod} was installed with what mesh.yaml says`)];
  return found.map((contradiction) => told(istiod, primary.name, contradiction));
}

/** If the user set two values with one meaning, the last one counts, which is the primary's. */
function winning<T extends { readonly value: string }>(settings: readonly T[]): T[] {
  return [...new Map(settings.map((setting) => [setting.value, setting])).values()];
}

function told(istiod: string, primary: string, { message }: LiveContradiction): Observation {
  return broken(
    `${istiod}: ${message}`,
    `Install it with the values of \`istio-remote control-plane ${primary}\`, or correct mesh.yaml`,
  );
}
