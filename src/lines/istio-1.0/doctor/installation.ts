import { liveContradictions } from '../../../control-plane/live-settings';
import type { PrimaryContext } from '../../../doctor/context';
import { broken, type Observation, ok, unknown, warning } from '../../../doctor/finding';
import { listAt, textAt } from '../../../kubernetes/fields';
import { primarySettings } from '../control-plane/settings';
import { NAMES } from '../facts/names';
import type { Mesh10 } from '../mesh';

/** Checks that the control plane's mesh config and Citadel agree with mesh.yaml. */
export async function installation({ cluster, mesh }: PrimaryContext<Mesh10>): Promise<Observation[]> {
  const { namespace, name } = mesh.primary;
  const [config, citadel] = await Promise.all([
    cluster.get({ apiVersion: 'v1', kind: 'ConfigMap', name: NAMES.meshConfigMap, namespace }),
    cluster.get({ apiVersion: 'apps/v1', kind: 'Deployment', name: NAMES.citadel, namespace }),
  ]);
  const compare = `Compare the values of the installation with \`istio-remote control-plane ${name}\``;
  const meshConfig = textAt(config, 'data', NAMES.meshConfigKey);
  if (meshConfig === undefined)
    return [
      unknown(
        `there is no mesh config in the ConfigMap ${namespace}/${NAMES.meshConfigMap}, and Pilot needs it`,
        compare,
      ),
    ];
  const found = liveContradictions(primarySettings(mesh), { meshConfig, citadel: argumentsOf(citadel) });
  if (found.length === 0) return [ok('the control plane was installed with what mesh.yaml says')];
  const fix = `Install it with the values of \`istio-remote control-plane ${name}\`, or correct mesh.yaml`;
  return found.map(({ message, setting }) =>
    setting.place[0] === 'security' ? broken(message, fix) : warning(message, fix),
  );
}

function argumentsOf(deployment: unknown): string[] | undefined {
  if (deployment === undefined) return undefined;
  const containers = listAt(deployment, 'spec', 'template', 'spec', 'containers');
  return containers.flatMap((container) => listAt(container, 'args').map(String));
}
