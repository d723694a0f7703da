import type { MachineContext } from '../../../doctor/context';
import type { Observation } from '../../../doctor/finding';
import { byCertificate } from '../../../doctor/primary/identity';
import { answering, type Place } from '../../../doctor/primary/reachability';
import { ipFamily } from '../../../kubernetes/network';
import { hostsOf } from '../facts/istiod-address';
import { istiodName } from '../facts/names';
import { PORTS } from '../facts/ports';
import { customHosts } from '../facts/webhook-urls';
import type { MeshCurrent } from '../mesh';
import type { RevisionCurrent } from '../revisions';

/** Checks from this machine that istiod answers at the addresses in the remotes' configuration. */
export async function addresses(context: MachineContext<MeshCurrent>): Promise<Observation[]> {
  const places = [...revisionsByHost(context)].flatMap(([host, revisions]) =>
    [PORTS.istiod, PORTS.webhookTarget].map((port) => istiodPlace(context, revisions, { host, port })),
  );
  return answering(places, context.connect);
}

/** Returns the revisions of istiod at each host. */
function revisionsByHost({ mesh, remotes }: MachineContext<MeshCurrent>): Map<string, Set<RevisionCurrent>> {
  const found = new Map<string, Set<RevisionCurrent>>();
  const told = [
    ...mesh.revisions.map((revision) => ({
      address: revision.istiodAddress ?? mesh.primary.addresses.istiod,
      revisions: [revision],
    })),
    ...remotes.map(({ istiodAddress: address = [], revisions }) => ({ address, revisions })),
  ];
  for (const { address, revisions } of told)
    for (const host of hostsOf(address)) found.set(host, new Set([...(found.get(host) ?? []), ...revisions]));
  return found;
}

/**
 * Istiod uses one certificate on both ports, valid for its Services and for its configured hosts. Source:
 * release-1.30, pilot/pkg/bootstrap/server.go (getDNSNames).
 */
function istiodPlace(
  { mesh, showCertificates }: MachineContext<MeshCurrent>,
  revisions: ReadonlySet<RevisionCurrent>,
  { host, port }: { readonly host: string; readonly port: number },
): Place {
  const services = [...revisions].map(({ name }) => `${istiodName(name)}.${mesh.primary.namespace}.svc`);
  const expected = [...services, ...[...revisions].flatMap((revision) => customHosts(mesh, revision))];
  // Sidecars use the Service's name. API servers use it too, unless they call a URL.
  const servername = port === PORTS.webhookTarget && ipFamily(host) === 0 ? host : services[0];
  const asked = { host, port, ...(servername === undefined ? {} : { servername }) };
  const identify = () => byCertificate(showCertificates, asked, expected);
  return { what: 'istiod', host, port, correct: 'addresses.istiod or istiodAddress', identify };
}
