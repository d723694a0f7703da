import { parse } from 'yaml';
import { SIDECAR_ANNOTATIONS } from '../../../../src/inject/sidecar-annotations';
import type { Mesh10 } from '../../../../src/lines/istio-1.0/mesh';
import { sidecar } from '../../../../src/lines/istio-1.0/sidecar/sidecar';
import { outputOf } from '../../../../src/lines/mesh-output';
import { meshFiles } from '../../../../src/output/mesh-files';
import { asMap, byName, differencesBetween, readObjects } from '../../../chart-objects';
import { evaluated } from '../sidecar/evaluated';
import { texts } from '../sidecar/go-engine';
import { BARE_POD, type SeenPod } from '../sidecar/pods';
import { readSidecar, type Sidecar, withoutOption } from '../sidecar/read-sidecar';

/** Pods for both branches of the templates' conditions on a pod, where the chart quotes. */
const PODS: ReadonlyMap<string, SeenPod> = new Map([
  ['a bare pod', BARE_POD],
  [
    'a pod with annotations',
    {
      ...BARE_POD,
      objectMeta: {
        labels: { app: 'web' },
        annotations: {
          [SIDECAR_ANNOTATIONS.proxyImage]: 'registry.internal:5000/proxy:1',
          [SIDECAR_ANNOTATIONS.interceptionMode]: 'TPROXY',
          [SIDECAR_ANNOTATIONS.discoveryAddress]: 'pilot.example.com:15010',
          [SIDECAR_ANNOTATIONS.controlPlaneAuthPolicy]: 'MUTUAL_TLS',
          [SIDECAR_ANNOTATIONS.includeOutboundIpRanges]: '10.0.0.0/8',
          [SIDECAR_ANNOTATIONS.excludeOutboundIpRanges]: '10.1.0.0/16',
          [SIDECAR_ANNOTATIONS.includeInboundPorts]: '80',
          [SIDECAR_ANNOTATIONS.excludeInboundPorts]: '9090',
        },
      },
      spec: { containers: [{ name: 'web', ports: [{ containerPort: 8080 }] }], serviceAccountName: 'shop' },
    },
  ],
]);

/** Sidecars by the kind of their pod. */
export type Sidecars = ReadonlyMap<string, Sidecar>;

/**
 * Returns what the chart's template adds to the pods, evaluated by Go. Returns nothing if the chart has no working
 * template.
 */
export function chartSidecars(mesh: Mesh10, rendered: string): Sidecars {
  return sidecarsIn(mesh, templateIn(rendered, mesh.primary.namespace));
}

/**
 * Returns what our template adds to the same pods, without Go: a property test proves that both evaluations are
 * equal.
 */
export function ownSidecars(mesh: Mesh10): Sidecars {
  const [remote] = mesh.remotes;
  if (remote === undefined || !isReadable(mesh)) return new Map();
  const { istio, primary } = mesh;
  const { images, proxy, sidecarInjector } = remote;
  if (!sidecarInjector.template) return new Map();
  const model = sidecar({ istio, images, proxy, zipkin: primary.addresses.zipkin !== undefined });
  return mapped((pods) => pods.map((pod) => evaluated(model, pod)));
}

/**
 * Compares what the two templates add to pods, both evaluated by Go.
 * @returns one line for each difference; empty if there is none
 */
export function sidecarDifferences(mesh: Mesh10, rendered: string): string[] {
  const ours = [...meshFiles(outputOf(mesh))].map(({ text }) => text).join('\n');
  const [chart, synth] = [chartSidecars(mesh, rendered), chartSidecars(mesh, ours)];
  return [...PODS.keys()].flatMap((name) =>
    differencesBetween(chart.get(name), synth.get(name), `sidecar of ${name}`),
  );
}

function sidecarsIn(mesh: Mesh10, template: string | undefined): Sidecars {
  if (template === undefined || !isReadable(mesh)) return new Map();
  return mapped((pods) =>
    texts(pods.map((pod) => ({ template, ...pod }))).map((text) => readSidecar(text).sidecar),
  );
}

/** Without resources the chart's template renders invalid YAML. */
function isReadable({ remotes: [remote] }: Mesh10): boolean {
  return Object.keys(remote?.proxy.resources ?? {}).length > 0;
}

function mapped(evaluation: (pods: readonly SeenPod[]) => readonly Sidecar[]): Sidecars {
  const sidecars = evaluation([...PODS.values()]).map(withoutZipkin);
  return new Map(
    [...PODS.keys()].flatMap((name, index) => {
      const made = sidecars[index];
      return made === undefined ? [] : [[name, made]];
    }),
  );
}

/** The chart tests a value that nothing sets: difference 5 of docs/chart-parity.md. */
function withoutZipkin(made: Sidecar): Sidecar {
  const containers = made.containers.map((container) => ({
    ...container,
    args: withoutOption(container.args ?? [], '--zipkinAddress').rest,
  }));
  return { ...made, containers };
}

function templateIn(manifests: string, namespace: string): string | undefined {
  const config = byName(readObjects(manifests)).get(`ConfigMap ${namespace}/istio-sidecar-injector`);
  return config === undefined
    ? undefined
    : (asMap(parse(String(asMap(config.data).config))).template as string);
}
