import type { PrimaryContext } from '../../../doctor/context';
import { broken, type Observation, ok } from '../../../doctor/finding';
import { answering } from '../../../doctor/primary/reachability';
import { listAt, textAt } from '../../../kubernetes/fields';
import { PORTS } from '../facts/ports';
import type { Mesh10 } from '../mesh';

/** Pilot runs on the primary. */
export async function pilot({ cluster, mesh }: PrimaryContext<Mesh10>): Promise<Observation[]> {
  const { namespace } = mesh.primary;
  const pods = await cluster.list({ apiVersion: 'v1', kind: 'Pod' }, { namespace, labels: 'istio=pilot' });
  const ready = pods.filter((pod) =>
    listAt(pod, 'status', 'conditions').some(
      (condition) => textAt(condition, 'type') === 'Ready' && textAt(condition, 'status') === 'True',
    ),
  );
  if (ready.length > 0) return [ok(`${ready.length} of ${pods.length} pods of Pilot are ready`)];
  return [
    broken(
      pods.length === 0
        ? `there is no pod istio=pilot in the namespace ${namespace}`
        : `none of ${pods.length} pods of Pilot is ready`,
      pods.length === 0
        ? 'Install Istio on the primary, or correct primary.namespace'
        : `Look at \`kubectl --namespace ${namespace} describe pod --selector istio=pilot\``,
    ),
  ];
}

/** The addresses of the control plane answer on TCP, from here. */
export async function addresses({
  mesh,
  connect,
}: Omit<PrimaryContext<Mesh10>, 'cluster'>): Promise<Observation[]> {
  const { addresses: hosts } = mesh.primary;
  const discovery = mesh.security.controlPlaneMutualTls
    ? PORTS.pilotDiscoveryMutualTls
    : PORTS.pilotDiscovery;
  const wanted = [
    { what: 'pilot', host: hosts.pilot, port: discovery },
    { what: 'policy', host: hosts.policy, port: PORTS.mixer },
    { what: 'telemetry', host: hosts.telemetry, port: PORTS.mixer },
    { what: 'zipkin', host: hosts.zipkin, port: PORTS.zipkin },
  ].flatMap(({ host, ...rest }) => (host === undefined ? [] : [{ ...rest, host }]));
  return answering(wanted, connect);
}
