import type { Injector, PodView, Sidecar } from '../../../inject/injector';
import type { MeshInjection } from '../../line';
import type { Mesh10, Remote10 } from '../mesh';
import { meshConfig } from '../mesh-config';
import { evaluate, type PodFacts } from './evaluate';
import { goTemplate } from './go-template';
import { seenConfig } from './seen-config';
import { type SidecarOptions, sidecar } from './sidecar';
import { templateVersion } from './template-version';

/** What of a mesh the sidecars of one of its remote clusters depend on. */
export type InjectingMesh = Pick<Mesh10, 'istio' | 'security'> & {
  readonly primary: Pick<Mesh10['primary'], 'namespace' | 'addresses'>;
};

/** The content of a remote cluster's two ConfigMaps: what the injector reads. */
export function injectionConfigOf(mesh: InjectingMesh, remote: Remote10) {
  const { images, proxy } = remote;
  const options: SidecarOptions = {
    istio: mesh.istio,
    images,
    proxy,
    zipkin: mesh.primary.addresses.zipkin !== undefined,
  };
  const model = sidecar(options);
  const config = meshConfig({
    istio: mesh.istio,
    namespace: mesh.primary.namespace,
    addresses: mesh.primary.addresses,
    controlPlaneMutualTls: mesh.security.controlPlaneMutualTls,
    pilotService: remote.pilotService !== false,
    policyChecks: remote.policyChecks,
    policyCheckFailOpen: remote.policyCheckFailOpen,
    tracing: remote.tracing,
    proxy,
  });
  return { policy: proxy.injection, template: goTemplate(model), model, config };
}

/** Injects as a remote cluster of the mesh does. */
export function meshInjector(mesh: InjectingMesh, remote: Remote10): Injector {
  const { policy, template, model, config } = injectionConfigOf(mesh, remote);
  const seen = seenConfig(config);
  const known = new Map<string, Sidecar>();
  return {
    version: templateVersion(template),
    policy,
    sidecar({ metadata, spec }) {
      const facts: PodFacts = {
        labels: metadata.labels,
        annotations: metadata.annotations,
        containerPorts: containerPorts(spec),
        serviceAccountName: typeof spec.serviceAccountName === 'string' ? spec.serviceAccountName : '',
      };
      const key = JSON.stringify(facts);
      const made = known.get(key) ?? (evaluate(model, facts, seen) as Sidecar);
      if (known.size >= REMEMBERED_SIDECARS) known.clear();
      known.set(key, made);
      return made;
    },
  };
}

/** The sidecars of Istio 1.0, whose injection template is made here. */
export const meshInjection: MeshInjection<Mesh10> = {
  injector: (mesh, remote) => (remote.sidecarInjector.template ? meshInjector(mesh, remote) : undefined),
  async injectorOf(injectConfig, meshConfig) {
    const [{ liveInjector }, { openTemplateEngine }] = await Promise.all([
      import('./live-config'),
      import('./template-engine/engine'),
    ]);
    return liveInjector(injectConfig, meshConfig, await openTemplateEngine());
  },
  config(mesh, remote) {
    const { policy, template, config } = injectionConfigOf(mesh, remote);
    return { policy, template, meshConfig: config };
  },
};

/** Pods that ask for the same sidecar share it, and so its text. */
const REMEMBERED_SIDECARS = 256;

function containerPorts(spec: PodView['spec']): number[] {
  return items(spec.containers).flatMap((container) =>
    items(container.ports).map(({ containerPort }) => Number(containerPort ?? 0)),
  );
}

function items(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'object' && item !== null) : [];
}
