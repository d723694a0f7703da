import { EXCLUSIONS_FILE } from '../../../add-ons/argocd/resource-exclusions';
import { expectedObject, type PrimaryContext, type RemoteContext } from '../../../doctor/context';
import { broken, type Observation, ok } from '../../../doctor/finding';
import { isReady, listAt, textAt } from '../../../kubernetes/fields';
import { NAMES } from '../facts/names';
import type { Mesh10 } from '../mesh';

/** Checks that Pilot runs on the primary. */
export async function pilot({ cluster, mesh }: PrimaryContext<Mesh10>): Promise<Observation> {
  const { namespace } = mesh.primary;
  const pods = await cluster.list({ apiVersion: 'v1', kind: 'Pod' }, { namespace, labels: 'istio=pilot' });
  const ready = pods.filter(isReady);
  if (ready.length > 0) return ok(`${ready.length} of ${pods.length} pods of Pilot are ready`);
  return broken(
    pods.length === 0
      ? `there is no pod istio=pilot in the namespace ${namespace}`
      : `none of ${pods.length} pods of Pilot is ready`,
    pods.length === 0
      ? 'Install Istio on the primary, or correct primary.namespace'
      : `Look at \`kubectl --namespace ${namespace} describe pod --selector istio=pilot\``,
  );
}

/** Checks that `istio-pilot.<namespace>` leads to the primary. */
export async function pilotEndpoints(context: RemoteContext<Mesh10>): Promise<Observation> {
  const { cluster, mesh, remote, expected } = context;
  if (!remote.pilotService) return ok('sidecars reach Pilot by its address');
  const { namespace } = mesh.primary;
  const name = NAMES.pilot;
  const wanted = expectedObject(expected, 'Service', name);
  const live = await cluster.get({ apiVersion: 'v1', kind: 'Service', name, namespace });
  const apply = `Apply the manifests of ${cluster.name}`;
  if (live === undefined) return broken(`there is no Service ${namespace}/${name}`, apply);
  const host = textAt(wanted, 'spec', 'externalName');
  if (host !== undefined) {
    const found = textAt(live, 'spec', 'externalName') ?? 'no DNS name';
    return found === host
      ? ok(`${name}.${namespace} is an alias of ${host}`)
      : broken(`${name}.${namespace} is an alias of ${found}, and mesh.yaml says ${host}`, apply);
  }
  const endpoints = await cluster.get({ apiVersion: 'v1', kind: 'Endpoints', name, namespace });
  if (endpoints === undefined)
    return broken(
      `there are no Endpoints ${namespace}/${name}, so ${name}.${namespace} leads nowhere`,
      `Argo CD 3 leaves Endpoints out by default and still reports Synced: patch argocd-cm with argocd/${EXCLUSIONS_FILE} of the output, apply the file with kubectl, or use pilotService: { mode: external-name, host: … }`,
    );
  const addresses = addressesOf(endpoints);
  const said = addressesOf(expectedObject(expected, 'Endpoints', name));
  return [...addresses].sort().join() === [...said].sort().join()
    ? ok(`${name}.${namespace} leads to ${said.join(', ')}`)
    : broken(
        `${name}.${namespace} leads to ${addresses.join(', ') || 'nothing'}, and mesh.yaml says ${said.join(', ')}`,
        `${apply}. With Argo CD 3, see that resource.exclusions in argocd-cm does not name Endpoints`,
      );
}

/** Returns the ready addresses of Endpoints. */
export function addressesOf(endpoints: unknown): string[] {
  return listAt(endpoints, 'subsets').flatMap((subset) =>
    listAt(subset, 'addresses').flatMap((address) => textAt(address, 'ip') ?? []),
  );
}
