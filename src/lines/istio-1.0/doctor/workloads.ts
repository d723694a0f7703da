import { expectedObject, type RemoteContext } from '../../../doctor/context';
import { broken, type Observation, ok, warning } from '../../../doctor/finding';
import { fieldAt, listAt, textAt } from '../../../kubernetes/fields';
import { NAMES } from '../facts/names';
import type { Mesh10 } from '../mesh';

/** Checks that Citadel runs. It gives every account of the cluster its certificate. */
export function citadel(context: RemoteContext<Mesh10>): Promise<Observation> {
  return available(context, NAMES.citadel, 'pods whose certificate ends lose their connections');
}

/** Checks that the injector runs. Without it the API server refuses pods in labelled namespaces. */
export async function sidecarInjector(context: RemoteContext<Mesh10>): Promise<Observation> {
  return context.remote.sidecarInjector.enabled
    ? available(context, NAMES.sidecarInjector, 'no pod starts in injected namespaces')
    : ok('the cluster injects by hand');
}

async function available(
  { cluster, mesh, expected }: RemoteContext<Mesh10>,
  name: string,
  otherwise: string,
): Promise<Observation> {
  const { namespace } = mesh.primary;
  const wanted = expectedObject(expected, 'Deployment', name);
  const { apiVersion } = wanted;
  const live = await cluster.get({ apiVersion, kind: 'Deployment', name, namespace });
  if (live === undefined)
    return broken(`there is no Deployment ${namespace}/${name}`, `Apply the manifests of ${cluster.name}`);
  const ready = Number(fieldAt(live, 'status', 'availableReplicas') ?? 0);
  const replicas = Number(fieldAt(live, 'spec', 'replicas') ?? 1);
  const look = `Look at \`kubectl --namespace ${namespace} describe deployment ${name}\` and its pods' events`;
  if (replicas === 0)
    return warning(`the Deployment ${name} has 0 replicas: ${otherwise}`, 'Set replicas to 1 or more');
  if (ready === 0) return broken(`the Deployment ${name} has no pod that is available: ${otherwise}`, look);
  if (ready < replicas)
    return warning(`the Deployment ${name} has ${ready} of ${replicas} pods available`, look);
  const [image, said] = [live, wanted].map((object) => imageOf(object));
  return image === said
    ? ok(`the Deployment ${name} has ${ready} of ${replicas} pods available`)
    : warning(
        `the Deployment ${name} runs the image ${image}, and mesh.yaml says ${said}`,
        `Apply the manifests of ${cluster.name}`,
      );
}

function imageOf(deployment: unknown): string {
  const [container] = listAt(deployment, 'spec', 'template', 'spec', 'containers');
  return textAt(container, 'image') ?? 'none';
}

/** Checks that the ConfigMap istio agrees with mesh.yaml. */
export function meshConfig(context: RemoteContext<Mesh10>): Promise<Observation> {
  return sameConfig(context, NAMES.meshConfigMap, NAMES.meshConfigKey);
}

/** Checks that the ConfigMap istio-sidecar-injector agrees with mesh.yaml. */
export async function injectionConfig(context: RemoteContext<Mesh10>): Promise<Observation> {
  if (context.remote.sidecarInjector.template)
    return sameConfig(context, NAMES.sidecarInjector, NAMES.injectionConfigKey);
  const { cluster, mesh, remote } = context;
  const { namespace } = mesh.primary;
  const name = NAMES.sidecarInjector;
  const live = await cluster.get({ apiVersion: 'v1', kind: 'ConfigMap', name, namespace });
  return live === undefined && remote.sidecarInjector.enabled
    ? broken(
        `there is no ConfigMap ${namespace}/${name}, so the injector does not start`,
        'Apply your own, or remove sidecarInjector.template: false',
      )
    : ok(`the ConfigMap ${name} is left to you`);
}

async function sameConfig(
  { cluster, mesh, expected }: RemoteContext<Mesh10>,
  name: string,
  key: string,
): Promise<Observation> {
  const { namespace } = mesh.primary;
  const live = await cluster.get({ apiVersion: 'v1', kind: 'ConfigMap', name, namespace });
  const apply = `Apply the manifests of ${cluster.name}, then restart the pods that have a sidecar`;
  if (live === undefined) return broken(`there is no ConfigMap ${namespace}/${name}`, apply);
  const wanted = textAt(expectedObject(expected, 'ConfigMap', name), 'data', key) ?? '';
  const found = textAt(live, 'data', key);
  if (found === undefined) return broken(`the ConfigMap ${namespace}/${name} has no key ${key}`, apply);
  if (found === wanted) return ok(`the ConfigMap ${name} is what mesh.yaml says`);
  return broken(
    `the ConfigMap ${namespace}/${name} differs from mesh.yaml, first in line ${firstDifference(found, wanted)} of ${key}`,
    `Run \`istio-remote check\` to see whether dist/ is up to date. ${apply}`,
  );
}

function firstDifference(left: string, right: string): number {
  const [found, wanted] = [left.split('\n'), right.split('\n')];
  const index = found.findIndex((line, place) => line !== wanted[place]);
  return (index === -1 ? found.length : index) + 1;
}
