import { EXCLUSIONS_FILE } from '../../../add-ons/argocd/resource-exclusions';
import { expectedObject, type RemoteContext } from '../../../doctor/context';
import { broken, type Observation, ok } from '../../../doctor/finding';
import type { KubeObject } from '../../../kubernetes/api/cluster';
import { listAt, textAt } from '../../../kubernetes/fields';
import { istiodName } from '../facts/names';
import type { MeshCurrent } from '../mesh';
import type { RevisionCurrent } from '../revisions';

const SERVICE_OF_SLICE = 'kubernetes.io/service-name';
const SLICE = { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' } as const;

/** Checks that `istiod.<namespace>` of each revision leads to the primary. */
export async function istiodService(context: RemoteContext<MeshCurrent>): Promise<Observation[]> {
  const { revisions } = context.remote;
  return (await Promise.all(revisions.map((revision) => serviceOf(context, revision)))).flat();
}

async function serviceOf(
  { cluster, mesh, expected }: RemoteContext<MeshCurrent>,
  revision: RevisionCurrent,
): Promise<Observation[]> {
  const { namespace } = mesh.primary;
  const name = istiodName(revision.name);
  const wanted = expectedObject(expected, 'Service', name);
  const live = await cluster.get({ apiVersion: 'v1', kind: 'Service', name, namespace });
  const apply = `Apply the manifests of ${cluster.name}`;
  if (live === undefined)
    return [
      broken(
        `there is no Service ${namespace}/${name}, so that neither sidecars nor the webhook reach istiod`,
        apply,
      ),
    ];
  const lacking = portsOf(wanted, 'spec').filter((port) => !portsOf(live, 'spec').includes(port));
  if (lacking.length > 0)
    return [broken(`the Service ${namespace}/${name} lacks the port ${lacking.join(', ')}`, apply)];
  const host = textAt(wanted, 'spec', 'externalName');
  if (host !== undefined) {
    const found = textAt(live, 'spec', 'externalName') ?? 'no DNS name';
    return found === host
      ? [ok(`${name}.${namespace} is an alias of ${host}`)]
      : [broken(`${name}.${namespace} is an alias of ${found}, and mesh.yaml says ${host}`, apply)];
  }
  const slices = await cluster.list(SLICE, { namespace, labels: `${SERVICE_OF_SLICE}=${name}` });
  const slicesWanted = expected.filter(
    (object) => object.kind === SLICE.kind && textAt(object, 'metadata', 'labels', SERVICE_OF_SLICE) === name,
  );
  return checkSlices(slices, slicesWanted, `${name}.${namespace}`, apply);
}

/** Checks every slice of a Service, also those of others, because all of them get traffic. */
function checkSlices(
  slices: readonly KubeObject[],
  wanted: readonly KubeObject[],
  place: string,
  apply: string,
): Observation[] {
  if (slices.length === 0)
    return [
      broken(
        `there is no EndpointSlice of ${place}, so it leads nowhere`,
        `Argo CD 3 leaves EndpointSlices out by default and still reports Synced: remove EndpointSlice from resource.exclusions in argocd-cm (argocd/${EXCLUSIONS_FILE} of the output does), apply the file with kubectl, or give istiod a DNS name`,
      ),
    ];
  const said = wanted.flatMap(addressesOf);
  const found = [...new Set(slices.flatMap(addressesOf))].sort();
  if (found.join() !== [...said].sort().join())
    return [
      broken(
        `${place} leads to ${found.join(', ') || 'nothing'}, and mesh.yaml says ${said.join(', ')}`,
        `${apply}, and delete EndpointSlices of ${place} that are not from there`,
      ),
    ];
  const ports = slices.flatMap((slice) => portsOf(slice));
  const lacking = [...new Set(wanted.flatMap((slice) => portsOf(slice)))].filter(
    (port) => !ports.includes(port),
  );
  return lacking.length > 0
    ? [broken(`the EndpointSlice of ${place} lacks the port ${lacking.join(', ')}`, apply)]
    : [ok(`${place} leads to ${said.join(', ')}`)];
}

function addressesOf(slice: unknown): string[] {
  return listAt(slice, 'endpoints').flatMap((endpoint) => listAt(endpoint, 'addresses').map(String));
}

/** Formats `15012 (tcp-istiod)`. The port's name connects a slice to its Service. */
function portsOf(object: unknown, ...path: readonly string[]): string[] {
  return listAt(object, ...path, 'ports').map((port) => {
    const number = typeof port === 'object' && port !== null && 'port' in port ? port.port : undefined;
    return `${String(number)} (${textAt(port, 'name') ?? 'no name'})`;
  });
}
