import type { FoundAddress } from '../../../addresses/address-finder';
import type { PrimaryContext } from '../../../doctor/context';
import { broken, type Observation, ok, unknown, warning } from '../../../doctor/finding';
import { fieldAt, listAt, textAt } from '../../../kubernetes/fields';
import { addressFinder, findIstiod } from '../address-finder';
import { addressText, dnsNameOf, hostsOf, type IstiodAddress } from '../facts/istiod-address';
import { LABELS } from '../facts/labels';
import { isTrueForIstiod, istiodName } from '../facts/names';
import type { MeshCurrent } from '../mesh';
import type { RevisionCurrent } from '../revisions';

/**
 * Checks that istiod of each revision runs on the primary, manages other clusters, and uses the primary's cluster id
 * in mesh.yaml. Source: release-1.30, pilot/pkg/serviceregistry/kube/controller/multicluster.go (checkShouldLead).
 */
export async function istiod(context: PrimaryContext<MeshCurrent>): Promise<Observation[]> {
  const { revisions } = context.mesh;
  return (await Promise.all(revisions.map((revision) => judgeIstiod(context, revision)))).flat();
}

async function judgeIstiod(
  { cluster, mesh }: PrimaryContext<MeshCurrent>,
  revision: RevisionCurrent,
): Promise<Observation[]> {
  const { namespace, name: primary } = mesh.primary;
  const name = istiodName(revision.name);
  const live = await cluster.get({ apiVersion: 'apps/v1', kind: 'Deployment', name, namespace });
  if (live === undefined)
    return [
      broken(
        `there is no Deployment ${namespace}/${name}`,
        `Install Istio on the primary, or correct primary.namespace and ${mesh.listsRevisions ? 'revisions' : 'revision'}`,
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
    ...(isTrueForIstiod(external ?? '') || mesh.remotes.length === 0
      ? []
      : [
          broken(
            `${name} lacks EXTERNAL_ISTIOD=true, so it fills in no webhook and gives no root certificate to remotes`,
            'Install the chart istiod with global.externalIstiod=true',
          ),
        ]),
    ...(own === primary
      ? []
      : [
          broken(
            `${name} calls its cluster ${own}, and mesh.yaml ${primary}, which is what the namespace of each remote names`,
            `Install the chart istiod with global.multiCluster.clusterName=${primary}, or correct primary.name`,
          ),
        ]),
  ];
  if (problems.length > 0) return problems;
  return [
    ok(mesh.remotes.length === 0 ? `${name} runs` : `${name} runs and manages the clusters of ${primary}`),
  ];
}

/** Returns a variable's value, only if the Deployment itself contains it. */
export function environment(deployment: unknown, name: string): string | undefined {
  const containers = listAt(deployment, 'spec', 'template', 'spec', 'containers');
  const entry = containers
    .flatMap((container) => listAt(container, 'env'))
    .find((found) => textAt(found, 'name') === name);
  return textAt(entry, 'value');
}

/** Checks that the gateway or load balancers of istiod have the addresses in the remotes' configuration. */
export async function istiodAddress(context: PrimaryContext<MeshCurrent>): Promise<Observation[]> {
  const { cluster, mesh, primary } = context;
  // Without remotes, no other cluster calls it.
  if (mesh.remotes.length === 0) return [];
  const from = addressFinder.sourceOf(mesh);
  const said = new Map<string, { readonly address: IstiodAddress; readonly name: string | undefined }>();
  for (const { name, istiodAddress: address = primary.addresses.istiod } of mesh.revisions)
    if (!said.has(addressText(address))) said.set(addressText(address), { address, name });
  const observed = [...said.values()].map(async ({ address, name }) =>
    checkAddress(context, await findIstiod(cluster, mesh, name, from), address),
  );
  return (await Promise.all(observed)).flat();
}

/** Compares the addresses of a gateway or load balancer with those in the remotes' configuration. */
function checkAddress(
  { cluster, primary }: PrimaryContext<MeshCurrent>,
  found: FoundAddress<'istiod'>,
  address: IstiodAddress,
): Observation[] {
  const hosts = hostsOf(address);
  const said = addressText(address);
  if (primary.exposure === undefined && found.state === 'none')
    return [ok(`remotes reach istiod at ${said}, which mesh.yaml leaves to you`)];
  if (found.state === 'none') return [broken(found.note, `Apply the manifests of ${cluster.name}`)];
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
  // A DNS name may lead to the cloud's address, and another proxy may be in front.
  return dnsNameOf(address) === undefined && primary.exposure !== undefined
    ? [broken(differs, write)]
    : [unknown(differs, `See whether ${said} leads there. If not: ${write}`)];
}

/** Checks that the namespace of Istio has the label of the primary's network, if the mesh has several. */
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
