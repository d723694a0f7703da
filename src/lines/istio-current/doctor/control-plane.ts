import { EXCLUSIONS_FILE } from '../../../add-ons/argocd/resource-exclusions';
import {
  expectedObject,
  type MachineContext,
  type PrimaryContext,
  type RemoteContext,
} from '../../../doctor/context';
import { broken, type Observation, ok, unknown, warning } from '../../../doctor/finding';
import { answering } from '../../../doctor/primary/reachability';
import type { KubeObject } from '../../../kubernetes/api/cluster';
import { fieldAt, listAt, textAt } from '../../../kubernetes/fields';
import { addressFinder } from '../address-finder';
import { addressText, dnsNameOf, hostsOf } from '../facts/istiod-address';
import { LABELS } from '../facts/labels';
import { istiodName } from '../facts/names';
import { PORTS } from '../facts/ports';
import type { MeshCurrent } from '../mesh';

/**
 * Istiod runs on the primary, looks after other clusters, and calls its own what mesh.yaml calls the primary.
 * Source: release-1.30, pilot/pkg/serviceregistry/kube/controller/multicluster.go (checkShouldLead).
 */
export async function istiod({ cluster, mesh }: PrimaryContext<MeshCurrent>): Promise<Observation[]> {
  const { namespace, name: primary } = mesh.primary;
  const name = istiodName(mesh.revision);
  const live = await cluster.get({ apiVersion: 'apps/v1', kind: 'Deployment', name, namespace });
  if (live === undefined)
    return [
      broken(
        `there is no Deployment ${namespace}/${name}`,
        'Install Istio on the primary, or correct primary.namespace and revision',
      ),
    ];
  const ready = Number(fieldAt(live, 'status', 'availableReplicas') ?? 0);
  const external = environment(live, 'EXTERNAL_ISTIOD');
  const own = environment(live, 'CLUSTER_ID') ?? 'Kubernetes';
  const problems = [
    ...(ready > 0
      ? []
      : [
          broken(
            `the Deployment ${name} has no pod that is available: sidecars keep their configuration, and new pods do not start`,
            `Look at \`kubectl --namespace ${namespace} describe deployment ${name}\` and its pods' events`,
          ),
        ]),
    ...(/^(?:1|t|true)$/i.test(external ?? '')
      ? []
      : [
          broken(
            `istiod lacks EXTERNAL_ISTIOD=true, so it fills in no webhook and gives no root certificate to remotes`,
            'Install the chart istiod with global.externalIstiod=true',
          ),
        ]),
    ...(own === primary
      ? []
      : [
          broken(
            `istiod calls its cluster ${own}, and mesh.yaml ${primary}, which is what the namespace of each remote names`,
            `Install the chart istiod with global.multiCluster.clusterName=${primary}, or correct primary.name`,
          ),
        ]),
  ];
  return problems.length > 0 ? problems : [ok(`istiod runs and looks after the clusters of ${primary}`)];
}

/** Only values that stand in the Deployment itself. */
export function environment(deployment: unknown, name: string): string | undefined {
  const containers = listAt(deployment, 'spec', 'template', 'spec', 'containers');
  const entry = containers
    .flatMap((container) => listAt(container, 'env'))
    .find((found) => textAt(found, 'name') === name);
  return textAt(entry, 'value');
}

/** The gateway or load balancer of istiod has the address that remotes are told. */
export async function istiodAddress({
  cluster,
  mesh,
  primary,
}: PrimaryContext<MeshCurrent>): Promise<Observation[]> {
  const hosts = hostsOf(primary.addresses.istiod);
  const said = addressText(primary.addresses.istiod);
  const [found] = await addressFinder.find(cluster, mesh, ['istiod'], addressFinder.sourceOf(mesh));
  if (primary.exposure === undefined && found?.state === 'none')
    return [ok(`remotes reach istiod at ${said}, which mesh.yaml leaves to you`)];
  if (found === undefined || found.state === 'none')
    return [broken(found?.note ?? 'nothing was looked at', `Apply the manifests of ${cluster.name}`)];
  if (found.state !== 'found' && found.state !== 'several')
    return [broken(found.note, `Wait for it, then run \`istio-remote addresses\``)];
  const choices = found.state === 'several' ? found.choices : [found.address];
  if (hosts.every((host) => choices.includes(host.toLowerCase())))
    return found.state === 'found' && found.note !== undefined
      ? [broken(`${found.source}: ${found.note}`, 'Add the port to the Service')]
      : [ok(`${found.source} has the address ${said}`)];
  const differs = `${found.source} has the address ${choices.join(', ')}, and mesh.yaml says ${said}`;
  const write =
    hosts.length > 1
      ? 'Correct addresses.istiod in mesh.yaml, then run `istio-remote synth`, and apply'
      : 'Run `istio-remote addresses --write`, then `istio-remote synth`, and apply';
  // A name may well stand for what the cloud has given, and something else may be in front.
  return dnsNameOf(primary.addresses.istiod) === undefined && primary.exposure !== undefined
    ? [broken(differs, write)]
    : [unknown(differs, `See whether ${said} leads there. If not: ${write}`)];
}

/** The namespace of Istio says in which network the primary is, where the mesh has several. */
export async function network({ cluster, primary }: PrimaryContext<MeshCurrent>): Promise<Observation[]> {
  const { namespace: name, network: said } = primary;
  const live = await cluster.get({ apiVersion: 'v1', kind: 'Namespace', name });
  const found = live?.metadata.labels?.[LABELS.network];
  if (found === said) return [ok(said === undefined ? 'one flat network' : `the network is ${said}`)];
  const differs = `the namespace ${name} is labelled ${LABELS.network}=${found ?? '(nothing)'}, and mesh.yaml says ${said ?? 'no network'}`;
  return said === undefined
    ? [warning(differs, 'Write primary.network, or remove the label')]
    : [broken(differs, `Apply the manifests of ${cluster.name}`)];
}

/** The addresses at which remotes reach istiod answer on TCP, from here. */
export async function addresses({
  mesh,
  remotes,
  connect,
}: MachineContext<MeshCurrent>): Promise<Observation[]> {
  const hosts = new Set([
    ...hostsOf(mesh.primary.addresses.istiod),
    ...remotes.flatMap(({ istiodAddress: own = [] }) => hostsOf(own)),
  ]);
  const places = [...hosts].flatMap((host) =>
    [PORTS.istiod, PORTS.webhookTarget].map((port) => ({ what: 'istiod', host, port })),
  );
  return answering(places, connect);
}

const SLICE = { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' } as const;

/** `istiod.<namespace>` leads to the primary. */
export async function istiodService({
  cluster,
  mesh,
  expected,
}: RemoteContext<MeshCurrent>): Promise<Observation[]> {
  const { namespace } = mesh.primary;
  const name = istiodName(mesh.revision);
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
      ? [ok(`${name}.${namespace} stands for ${host}`)]
      : [broken(`${name}.${namespace} stands for ${found}, and mesh.yaml says ${host}`, apply)];
  }
  const slices = await cluster.list(SLICE, { namespace, labels: `kubernetes.io/service-name=${name}` });
  return checkSlices(slices, expectedObject(expected, SLICE.kind, name), `${name}.${namespace}`, apply);
}

/** Traffic goes to every slice of a Service. */
function checkSlices(
  slices: readonly KubeObject[],
  wanted: KubeObject,
  place: string,
  apply: string,
): Observation[] {
  if (slices.length === 0)
    return [
      broken(
        `there is no EndpointSlice of ${place}, so it leads nowhere`,
        `Argo CD 3 leaves EndpointSlices out by default and still says Synced: take EndpointSlice out of resource.exclusions in argocd-cm (argocd/${EXCLUSIONS_FILE} of the output does), apply the file with kubectl, or give istiod a DNS name`,
      ),
    ];
  const said = addressesOf(wanted);
  const found = [...new Set(slices.flatMap(addressesOf))].sort();
  if (found.join() !== [...said].sort().join())
    return [
      broken(
        `${place} leads to ${found.join(', ') || 'nothing'}, and mesh.yaml says ${said.join(', ')}`,
        `${apply}, and delete EndpointSlices of ${place} that are not from there`,
      ),
    ];
  const ports = slices.flatMap((slice) => portsOf(slice));
  const lacking = portsOf(wanted).filter((port) => !ports.includes(port));
  return lacking.length > 0
    ? [broken(`the EndpointSlice of ${place} lacks the port ${lacking.join(', ')}`, apply)]
    : [ok(`${place} leads to ${said.join(', ')}`)];
}

function addressesOf(slice: unknown): string[] {
  return listAt(slice, 'endpoints').flatMap((endpoint) => listAt(endpoint, 'addresses').map(String));
}

/** `15012 (tcp-istiod)`: a slice is matched to its Service by the port's name. */
function portsOf(object: unknown, ...path: readonly string[]): string[] {
  return listAt(object, ...path, 'ports').map((port) => {
    const number = typeof port === 'object' && port !== null && 'port' in port ? port.port : undefined;
    return `${String(number)} (${textAt(port, 'name') ?? 'no name'})`;
  });
}
