import type { MachineContext } from '../../../doctor/context';
import type { Observation } from '../../../doctor/finding';
import type { ReadHttp } from '../../../doctor/http-head';
import { byCertificate, type Identity } from '../../../doctor/primary/identity';
import { answering, type Place } from '../../../doctor/primary/reachability';
import { NAMES } from '../facts/names';
import { PORTS } from '../facts/ports';
import type { Mesh10 } from '../mesh';

/** Checks from this machine that Pilot answers at its address, and that the other addresses accept TCP. */
export async function addresses(context: MachineContext<Mesh10>): Promise<Observation[]> {
  const { mesh, connect } = context;
  const { policy, telemetry, zipkin } = mesh.primary.addresses;
  // Mixer and Zipkin have no request that every release and installation answers.
  const others = [
    { what: 'policy', host: policy, port: PORTS.mixer },
    { what: 'telemetry', host: telemetry, port: PORTS.mixer },
    { what: 'zipkin', host: zipkin, port: PORTS.zipkin },
  ].flatMap(({ what, host, port }): Place[] =>
    host === undefined ? [] : [{ what, host, port, correct: `addresses.${what}` }],
  );
  return answering([pilotPlace(context), ...others], connect);
}

function pilotPlace({ mesh, showCertificates, readHttp }: MachineContext<Mesh10>): Place {
  const { namespace, addresses: hosts } = mesh.primary;
  const place = { what: 'pilot', host: hosts.pilot, correct: 'addresses.pilot' };
  if (!mesh.security.controlPlaneMutualTls) {
    const at = { host: hosts.pilot, port: PORTS.pilotDiscovery };
    return { ...place, ...at, identify: () => byRegistration(readHttp, at) };
  }
  const at = { host: hosts.pilot, port: PORTS.pilotDiscoveryMutualTls };
  const account = new RegExp(`^spiffe://[^/]+/ns/${namespace}/sa/${NAMES.pilotAccount}$`);
  return { ...place, ...at, identify: () => byCertificate(showCertificates, at, [account]) };
}

const REGISTRATION = '/v1/registration';
/** The start of Pilot's list of services. It is never empty: Pilot always knows the service of the API server. */
const FIRST_SERVICE = /^\s*\[\s*\{\s*"service-key"\s*:/;

/** Identifies Pilot by its list of services. Source: 1.0.9, pilot/pkg/proxy/envoy/discovery.go (ListAllEndpoints). */
async function byRegistration(read: ReadHttp, at: { host: string; port: number }): Promise<Identity> {
  const answer = await read(at, REGISTRATION);
  const asked = `GET ${REGISTRATION} there`;
  if ('failure' in answer) return { unidentified: `${asked} fails (${answer.failure})` };
  if (answer.status !== 200) return { unidentified: `${asked} gets ${answer.status}` };
  return FIRST_SERVICE.test(answer.head)
    ? { known: `lists services at ${REGISTRATION}` }
    : { unidentified: `${asked} gets no list of services` };
}
