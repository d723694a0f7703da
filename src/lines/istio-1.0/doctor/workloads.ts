import { expectedObject, type RemoteContext } from '../../../doctor/context';
import { broken, type Observation, ok, warning } from '../../../doctor/finding';
import { fieldAt, listAt, textAt } from '../../../kubernetes/fields';
import { NAMES } from '../facts/names';
import type { Mesh10 } from '../mesh';

/** Citadel runs, which gives every account of the cluster its certificate. */
export function citadel(context: RemoteContext<Mesh10>): Promise<Observation[]> {
  return available(context, NAMES.citadel, 'pods whose certificate ends lose their connections');
}

/** The injector runs, without which the API server refuses pods in labelled namespaces. */
export async function sidecarInjector(context: RemoteContext<Mesh10>): Promise<Observation[]> {
  return context.remote.sidecarInjector.enabled
    ? available(context, NAMES.sidecarInjector, 'no pod starts in injected namespaces')
    : [ok('the cluster injects by hand')];
}

async function available(
  { cluster, mesh, expected }: RemoteContext<Mesh10>,
  name: string,
  otherwise: string,
): Promise<Observation[]> {
  const { namespace } = mesh.primary;
  const wanted = expectedObject(expected, 'Deployment', name);
  const { apiVersion } = wanted;
  const live = await cluster.get({ apiVersion, kind: 'Deployment', name, namespace });
  if (live === undefined)
    return [broken(`there is no Deployment ${namespace}/${name}`, `Apply the manifests of ${cluster.name}`)];
  const ready = Number(fieldAt(live, 'status', 'availableReplicas') ?? 0);
  const replicas = Number(fieldAt(live, 'spec', 'replicas') ?? 1);
  const look = `Look at \`kubectl --namespace ${namespace} describe deployment ${name}\` and its pods' events`;
  if (replicas === 0)
    return [warning(`the Deployment ${name} has 0 replicas: ${otherwise}`, 'Set replicas to 1 or more')];
  if (ready === 0) return [broken(`the Deployment ${name} has no pod that is available: ${otherwise}`, look)];
  if (ready < replicas)
    return [warning(`the Deployment ${name} has ${ready} of ${replicas} pods available`, look)];
  const [image, said] = [live, wanted].map((object) => imageOf(object));
  return image === said
    ? [ok(`the Deployment ${name} has ${ready} of ${replicas} pods available`)]
    : [
        warning(
          `the Deployment ${name} runs the image ${image}, and mesh.yaml says ${said}`,
          `Apply the manifests of ${cluster.name}`,
        ),
      ];
}

function imageOf(deployment: unknown): string {
  const [container] = listAt(deployment, 'spec', 'template', 'spec', 'containers');
  return textAt(container, 'image') ?? 'none';
}
