import { isMap } from '../../../../is-map';
import type { Path } from '../../../../problem';

/** What happens to an option of an Istio 1.0 mesh: it stays, or it is dropped, with the reason. */
export type Move = 'stays' | { readonly gone: string } | { readonly whenFalse: string };

const gone = (reason: string): Move => ({ gone: reason });
const ofIstiod = (value: string): Move =>
  gone(`is the primary's now: set ${value} in the Helm values of istiod, for all clusters`);

const NOTHING_RUNS = gone('has nothing to act on: no Istio workload runs in a remote cluster');
const MIXER = gone(
  'is gone with Mixer: use AuthorizationPolicy, with an external authorizer where it asked one',
);
const CHART_ISTIO = gone(
  'are values of the chart istio: the charts of the new primary have others, see docs/control-plane.md',
);
const PRIMARY_INJECTS = gone(
  'is not for this line: commit the workloads without sidecars, the primary injects when pods are created',
);

/**
 * Every option of a remote cluster of Istio 1.0, in `remotes[]` or `defaults`. Source: the objects that the charts
 * base and istiod of 1.30.3 render with profile remote, and values.yaml of istiod.
 */
export const REMOTE_MOVES: Readonly<Record<string, Move>> = {
  name: 'stays',
  apiServer: 'stays',
  apiServerCa: 'stays',
  podCidrs: 'stays',
  serviceCidrs: 'stays',
  context: 'stays',
  uid: 'stays',
  kubeconfig: 'stays',
  labels: 'stays',
  // Synth reports the ones that do not fit.
  patches: 'stays',
  injectedNamespaces: 'stays',
  // This line always does this, without the option.
  'sidecarInjector.enabled': {
    whenFalse:
      'stood for injection by hand: here the primary injects, and only where a namespace or a pod asks for it',
  },
  'sidecarInjector.injectByDefault': 'stays',
  allowUnsupportedKubernetes: gone('let Istio 1.0 run on a Kubernetes newer than 1.21'),
  pilotService: gone('is no choice: sidecars always reach the primary by the Service istiod'),
  'sidecarInjector.replicas': NOTHING_RUNS,
  'sidecarInjector.image': NOTHING_RUNS,
  'sidecarInjector.resources': NOTHING_RUNS,
  'sidecarInjector.template': ofIstiod('sidecarInjectorWebhook.templates'),
  'sidecarInjector.caBundle': gone(
    'contained the root of the local injector: the primary fills in istiod’s own, or set it again',
  ),
  citadel: gone('has nothing to act on: istiod of the primary signs for every cluster'),
  images: ofIstiod('global.hub, global.tag and global.imagePullSecrets'),
  'proxy.image': ofIstiod('global.proxy.image'),
  'proxy.initImage': ofIstiod('global.proxy_init.image'),
  'proxy.domain': ofIstiod('global.proxy.clusterDomain'),
  'proxy.concurrency': ofIstiod('meshConfig.defaultConfig.concurrency'),
  'proxy.accessLogFile': ofIstiod('meshConfig.accessLogFile'),
  'proxy.resources': ofIstiod('global.proxy.resources'),
  'proxy.coreDump': gone(
    'no longer exists: change the injection template of the primary to write core dumps',
  ),
  'proxy.privileged': ofIstiod('global.proxy.privileged'),
  'proxy.injection': ofIstiod('global.proxy.autoInject'),
  'proxy.includeIpRanges': ofIstiod('global.proxy.includeIPRanges'),
  'proxy.excludeIpRanges': ofIstiod('global.proxy.excludeIPRanges'),
  'proxy.includeInboundPorts': ofIstiod('global.proxy.includeInboundPorts'),
  'proxy.excludeInboundPorts': ofIstiod('global.proxy.excludeInboundPorts'),
  'proxy.statsd': ofIstiod('meshConfig.defaultConfig.statsdUdpAddress'),
  policyChecks: MIXER,
  policyCheckFailOpen: MIXER,
  tracing: ofIstiod('meshConfig.enableTracing'),
  scheduling: NOTHING_RUNS,
  injectedWorkloads: PRIMARY_INJECTS,
  podTemplates: PRIMARY_INJECTS,
};

/** Every option of the primary, besides the translated ones. */
export const PRIMARY_MOVES: Readonly<Record<string, Move>> = {
  name: 'stays',
  namespace: 'stays',
  podCidrs: 'stays',
  serviceCidrs: 'stays',
  context: 'stays',
  uid: 'stays',
  kubeconfig: 'stays',
  labels: 'stays',
  // Synth reports the ones that do not fit.
  patches: 'stays',
  'controlPlane.values': CHART_ISTIO,
  'addresses.pilot': 'stays',
  'addresses.policy': MIXER,
  'addresses.telemetry': gone('is gone with Mixer: sidecars serve their metrics to Prometheus themselves'),
  'addresses.zipkin': gone(
    'is the primary’s now: name it in meshConfig.extensionProviders of istiod and choose it in a Telemetry',
  ),
};

/** Every mesh-wide option of security. */
export const SECURITY_MOVES: Readonly<Record<string, Move>> = {
  controlPlaneMutualTls: gone('is no choice: sidecars always reach istiod by mutual TLS'),
  mutualTls: gone(
    'is automatic between sidecars: to refuse plain text, apply a PeerAuthentication of mode STRICT to the primary',
  ),
  selfSignedCa: gone(
    'is no choice: istiod of the primary signs for every cluster. Keep the root in its Secret cacerts while clusters move',
  ),
};

/** Options of the whole mesh that are dropped. */
export const MESH_MOVES: Readonly<Record<string, Move>> = { 'controlPlane.values': CHART_ISTIO };

/** Keys of the mesh that stay unchanged. */
export const MESH_STAYS: readonly string[] = [
  'sharedServices',
  'argocd',
  'credentials',
  'output',
  'patches',
  'flux',
  'rollout',
];

/** An option that is dropped. */
export interface Dropped {
  readonly path: Path;
  /** Its dotted path in the cluster. */
  readonly option: string;
  /** Completes "it …". */
  readonly reason: string;
}

/** Splits the options of a map into kept and dropped ones. */
export function droppedIn(
  options: unknown,
  path: Path,
  moves: Readonly<Record<string, Move>>,
  prefix = '',
): { readonly kept: Record<string, unknown>; readonly dropped: readonly Dropped[] } {
  const kept: Record<string, unknown> = {};
  const dropped: Dropped[] = [];
  for (const [key, value] of Object.entries(isMap(options) ? options : {})) {
    const option = prefix + key;
    const move = moves[option];
    if (move === 'stays') kept[key] = value;
    else if (move !== undefined) {
      const reason = 'gone' in move ? move.gone : value === false ? move.whenFalse : undefined;
      if (reason !== undefined) dropped.push({ path: [...path, key], option, reason });
    } else {
      const inner = droppedIn(value, [...path, key], moves, `${option}.`);
      dropped.push(...inner.dropped);
      if (Object.keys(inner.kept).length > 0) kept[key] = inner.kept;
    }
  }
  return { kept, dropped };
}
