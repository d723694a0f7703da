import type { Injector, PodView, Sidecar } from '../../../inject/injector';
import type { MeshInjection } from '../../line';
import { type ConfiguredMesh, meshConfig, meshConfigOf } from '../constructs/mesh-config';
import type { Mesh10, Remote10 } from '../mesh';
import { evaluate, type InjectedPod, templateConfig } from './evaluate';
import { goTemplate, templateVersion } from './go-template';
import { type SidecarOptions, sidecar } from './sidecar';

/** Returns everything that the sidecars of a remote cluster depend on besides the pod and the mesh config. */
export function sidecarOptions(
  { istio, primary }: ConfiguredMesh,
  { images, proxy }: Remote10,
): SidecarOptions {
  return { istio, images, proxy, zipkin: primary.addresses.zipkin !== undefined };
}

/** Returns the content of a remote cluster's two ConfigMaps that the injector reads. */
export function injectionConfigOf(mesh: ConfiguredMesh, remote: Remote10) {
  const model = sidecar(sidecarOptions(mesh, remote));
  const config = meshConfig(meshConfigOf(mesh, remote));
  return { policy: remote.proxy.injection, template: goTemplate(model), model, config };
}

/** Returns an injector that works like the one of a remote cluster. */
export function meshInjector(mesh: ConfiguredMesh, remote: Remote10): Injector {
  const { policy, template, model, config } = injectionConfigOf(mesh, remote);
  const seenByTemplate = templateConfig(config);
  const sidecars = new Map<string, Sidecar>();
  return {
    version: templateVersion(template),
    policy,
    sidecar({ metadata, spec }) {
      const pod: InjectedPod = {
        labels: metadata.labels,
        annotations: metadata.annotations,
        containerPorts: containerPorts(spec),
        serviceAccountName: typeof spec.serviceAccountName === 'string' ? spec.serviceAccountName : '',
      };
      const key = JSON.stringify(pod);
      const sidecarOfPod = sidecars.get(key) ?? (evaluate(model, pod, seenByTemplate) as Sidecar);
      if (sidecars.size >= REMEMBERED_SIDECARS) sidecars.clear();
      sidecars.set(key, sidecarOfPod);
      return sidecarOfPod;
    },
  };
}

/** The sidecars of Istio 1.0. Their injection template is generated here. */
export const meshInjection: MeshInjection<Mesh10> = {
  injector: (mesh, remote) => (remote.sidecarInjector.template ? meshInjector(mesh, remote) : undefined),
  async injectorOf(injectConfig, meshConfig) {
    const [{ injectorFromFiles }, { openTemplateEngine }] = await Promise.all([
      import('./injector-from-files'),
      import('./template-engine/engine'),
    ]);
    return injectorFromFiles(injectConfig, meshConfig, await openTemplateEngine());
  },
  config(mesh, remote) {
    const { policy, template, config } = injectionConfigOf(mesh, remote);
    return { policy, template, meshConfig: config };
  },
};

/** Pods that need the same sidecar share it and its text. */
const REMEMBERED_SIDECARS = 256;

function containerPorts(spec: PodView['spec']): number[] {
  return items(spec.containers).flatMap((container) =>
    items(container.ports).map(({ containerPort }) => Number(containerPort ?? 0)),
  );
}

function items(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'object' && item !== null) : [];
}
