import { PORTS } from '../../istio-1.0/facts/ports';
import { hostAndPort } from '../../kubernetes/network';
import { isAtLeast, parseKubernetesVersion } from '../../kubernetes/version';
import type { PrimaryContext } from '../context';
import { listAt, textAt } from '../fields';
import { broken, type Judgement, ok, warning } from '../finding';

/** The API server of the primary answers. */
export async function apiServer({
  cluster,
  primary,
}: Pick<PrimaryContext, 'cluster' | 'primary'>): Promise<Judgement[]> {
  const version = await cluster.version();
  const running = `Kubernetes ${version} answers at ${cluster.server}`;
  if (!isAtLeast(version, '1.9')) return [broken(`${running}, older than 1.9`, 'Upgrade the cluster')];
  const [live, said] = [version, primary.kubernetes ?? version].map(parseKubernetesVersion);
  return live?.minor === said?.minor
    ? [ok(running)]
    : [warning(`${running}, and mesh.yaml says ${primary.kubernetes}`, 'Correct primary.kubernetes')];
}

/** Pilot runs on the primary. */
export async function pilot({ cluster, mesh }: PrimaryContext): Promise<Judgement[]> {
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
export async function addresses({ mesh, connect }: Omit<PrimaryContext, 'cluster'>): Promise<Judgement[]> {
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
  return Promise.all(
    wanted.map(async ({ what, host, port }) => {
      const failure = await connect(host, port);
      const place = `${what} at ${hostAndPort(host, port)}`;
      return failure === undefined
        ? ok(`${place} answers`)
        : warning(
            `${place} does not answer from this machine (${failure})`,
            'It counts whether pods of the remotes reach it: try it from there, then `istio-remote addresses --check`',
          );
    }),
  );
}
