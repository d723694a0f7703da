import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { valuesOfPrimary } from '../../../../src/lines/istio-1.0/control-plane/print';
import type { Mesh10 } from '../../../../src/lines/istio-1.0/mesh';
import { parseMesh } from '../../../../src/lines/read-mesh';
import type { HelmMap } from '../../../../src/migrate/helm-values/helm-value';
import { asMap, asMaps, type KubeObject, readObjects } from '../../../chart-objects';
import { chartFolder, helmTemplate } from '../../../reference';
import { CASES } from './cases';

/** The releases with charts of their own that Helm 3 can render: it refuses a template of 1.0.0 and 1.0.1. */
export const RELEASES = ['1.0.2', '1.0.3', '1.0.9'] as const;

/** The parts of a control plane that remotes rely on, as the chart `istio` renders them with the printed values. */
export interface RenderedControlPlane {
  readonly values: HelmMap;
  readonly meshConfig: KubeObject;
  readonly citadel: readonly string[];
  /** Images of Istio, of pods and in the injection template. */
  readonly images: readonly string[];
  /** Whether namespaces and pods of the primary are injected, by the injector's rules. */
  readonly injection: string;
  /** The objects for mutual TLS between applications, without labels. */
  readonly mutualTls: readonly KubeObject[];
}

/** File with the output of the charts, by {@link titleOf}. `build/chart-hashes.mjs` writes it. */
export const RENDERED: string = join(import.meta.dirname, 'rendered.json');

/** The content of {@link RENDERED}. */
export const COMMITTED: Readonly<Record<string, RenderedControlPlane>> = JSON.parse(
  readFileSync(RENDERED, 'utf8'),
);

export const titleOf = (release: string, name: string) => `${release} ${name}`;

/** The mesh of a case. @throws Error if it has mistakes */
export function meshOf(release: string, mesh: string): Mesh10 {
  const reading = parseMesh(`istio: ${release}\n${mesh}`, 'mesh.yaml');
  if (reading.mesh?.line !== '1.0')
    throw new Error(reading.problems.map(({ message }) => message).join('\n'));
  return reading.mesh;
}

/** Returns the charts' current output, or the committed one if the charts are missing. */
export function renderedControlPlanes(): Record<string, RenderedControlPlane | undefined> {
  const entries = RELEASES.flatMap((release) =>
    CASES.map(({ name, mesh }) => {
      const title = titleOf(release, name);
      return [title, rendered(release, meshOf(release, mesh)) ?? COMMITTED[title]] as const;
    }),
  );
  return Object.fromEntries(entries);
}

function rendered(release: string, mesh: Mesh10): RenderedControlPlane | undefined {
  const chart = chartFolder(release, 'install/kubernetes/helm/istio');
  if (chart === undefined) return undefined;
  const values = valuesOfPrimary(mesh);
  const source = { kind: 'file', name: 'values.yaml', text: JSON.stringify(values) } as const;
  const text = helmTemplate({ chart, name: 'istio', namespace: 'istio-system', sources: [source] });
  return { values, ...factsOf(text) };
}

/** The chart's own objects and those of Citadel. Others repeat keys, which YAML does not allow. */
function ownDocuments(text: string): string {
  return text
    .split(/^---$/m)
    .filter((document) => /^# Source: istio\/(?:templates\/(?!crds)|charts\/security\/)/m.test(document))
    .join('---');
}

function factsOf(text: string): Omit<RenderedControlPlane, 'values'> {
  const objects = readObjects(ownDocuments(text));
  const find = (kind: string, name: string) =>
    objects.find((object) => object.kind === kind && asMap(object.metadata).name === name);
  const dataOf = (name: string, key: string) => String(asMap(find('ConfigMap', name)?.data)[key]);
  const pod = asMap(asMap(asMap(find('Deployment', 'istio-citadel')?.spec).template).spec);
  const custom = find('ConfigMap', 'istio-security-custom-resources');
  return {
    meshConfig: asMap(readObjects(dataOf('istio', 'mesh'))[0]),
    citadel: asMaps(pod.containers).flatMap(({ args }) => args as string[]),
    images: [...new Set(text.match(/[\w./-]+\/istio\/[\w-]+:[\w.-]+/g))].sort(),
    injection: /^policy: (\w+)$/m.exec(dataOf('istio-sidecar-injector', 'config'))?.[1] ?? '',
    mutualTls:
      custom === undefined
        ? []
        : readObjects(dataOf('istio-security-custom-resources', 'custom-resources.yaml'))
            .map(({ metadata, ...rest }) => ({ ...rest, name: asMap(metadata).name }))
            .filter(({ name, kind }: KubeObject) => kind !== 'MeshPolicy' || name === 'default'),
  };
}
