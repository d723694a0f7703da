import {
  evaluate,
  type TemplateConfig,
  templateConfig,
} from '../../../../src/lines/istio-1.0/sidecar/evaluate';
import type { Template } from '../../../../src/lines/istio-1.0/sidecar/template';
import type { SeenPod } from './pods';
import { pruned, type Sidecar } from './read-sidecar';

/** Returns the mesh config that a pod's sidecar depends on, for this project's own evaluation. */
export function configOf({ proxyConfig, meshConfig }: SeenPod): TemplateConfig {
  const seen = templateConfig({ defaultConfig: proxyConfig as never });
  return { ...seen, proxyListenPort: meshConfig.proxyListenPort };
}

/** Returns the sidecar of this project's own evaluation, with quantities as text like those read from YAML. */
export function evaluated(model: Template, pod: SeenPod): Sidecar {
  const { labels, annotations } = pod.objectMeta;
  const containers = pod.spec.containers ?? [];
  const facts = {
    labels,
    annotations,
    containerPorts: containers.flatMap(({ ports = [] }) => ports.map(({ containerPort }) => containerPort)),
    serviceAccountName: pod.spec.serviceAccountName ?? '',
  };
  const value = evaluate(model, facts, configOf(pod));
  return pruned(
    JSON.parse(JSON.stringify(value), (key, inner: unknown) =>
      key === 'requests' || key === 'limits'
        ? Object.fromEntries(Object.entries(Object(inner)).map(([name, size]) => [name, String(size)]))
        : inner,
    ),
  ) as Sidecar;
}
