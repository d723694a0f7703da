import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installations } from '../../../../src/lines/istio-current/control-plane/installation';
import type { MeshCurrent } from '../../../../src/lines/istio-current/mesh';
import { parseMesh } from '../../../../src/lines/read-mesh';
import type { HelmMap } from '../../../../src/migrate/helm-values/helm-value';
import { asMap, asMaps, type KubeObject, readObjects } from '../../../chart-objects';
import { chartFolder, helmTemplate } from '../../../reference';
import { istioOf } from '../parity/cases';
import { RELEASES } from '../parity/releases';
import { withoutDefinitions } from '../parity/renderings';
import { AMBIENT, CASES } from './cases';

/** The parts of a control plane that remotes rely on, as the charts render them with the printed values. */
export interface RenderedControlPlane {
  /** The values that the charts were rendered with, by chart. */
  readonly values: Readonly<Record<string, HelmMap>>;
  readonly namespace: string;
  /** Variables of istiod with their own value. */
  readonly variables: Readonly<Record<string, string>>;
  readonly meshConfig: KubeObject;
  /** The values of `global` that injection templates read. */
  readonly injectorValues: KubeObject;
  /** Ports of each Service, as `port→targetPort`. */
  readonly services: Readonly<Record<string, readonly string[]>>;
  /** Names of the webhooks' configurations. */
  readonly webhooks: readonly string[];
  /** Service that validates Istio's own objects. */
  readonly validator: string;
  /** Variables of ztunnel with their own value. Empty without ambient mode. */
  readonly ztunnel: Readonly<Record<string, string>>;
  /** The configuration of the CNI's agent. Empty without ambient mode. */
  readonly cni: KubeObject;
  /** Kinds of all objects. */
  readonly kinds: readonly string[];
}

/** File with the output of the charts, by {@link titleOf}. `build/chart-hashes.mjs` writes it. */
export const RENDERED: string = join(import.meta.dirname, 'rendered.json');

/** The content of {@link RENDERED}. */
export const COMMITTED: Readonly<Record<string, RenderedControlPlane>> = JSON.parse(
  readFileSync(RENDERED, 'utf8'),
);

export const titleOf = (release: string, name: string) => `${release} ${name}`;

/** The mesh of a case. @throws Error if it has mistakes */
export function meshOf(release: string, mesh: string): MeshCurrent {
  const reading = parseMesh(`istio: ${istioOf(release)}\n${mesh}`, 'mesh.yaml');
  if (reading.mesh?.line !== 'current')
    throw new Error(reading.problems.map(({ message }) => message).join('\n'));
  return reading.mesh;
}

/** The values that this tool prints, by chart. */
export function valuesByChart(mesh: MeshCurrent): Record<string, HelmMap> {
  const [installation] = installations(mesh);
  return Object.fromEntries((installation?.charts ?? []).map(({ chart, values }) => [chart, values]));
}

/** Returns the charts' current output, or the committed one if the charts are missing. */
export function renderedControlPlanes(): Record<string, RenderedControlPlane | undefined> {
  const entries = RELEASES.flatMap((release) =>
    casesOf(release).map(({ name, mesh }) => {
      const title = titleOf(release, name);
      return [title, rendered(release, meshOf(release, mesh)) ?? COMMITTED[title]] as const;
    }),
  );
  return Object.fromEntries(entries);
}

/** The cases of a release. */
export function casesOf(release: string) {
  return release.startsWith('1.28') ? CASES : [...CASES, AMBIENT];
}

const FOLDERS: Readonly<Record<string, string>> = {
  base: 'base',
  istiod: 'istio-control/istio-discovery',
  cni: 'istio-cni',
  ztunnel: 'ztunnel',
};

function rendered(release: string, mesh: MeshCurrent): RenderedControlPlane | undefined {
  const values = valuesByChart(mesh);
  const { namespace } = mesh.primary;
  const texts = Object.keys(values).map((name) => {
    const chart = chartFolder(release, `manifests/charts/${FOLDERS[name]}`);
    if (chart === undefined) return undefined;
    const text = JSON.stringify(values[name]);
    const source = { kind: 'file', name: `${name}.yaml`, text } as const;
    return withoutDefinitions(helmTemplate({ chart, name, namespace, sources: [source] }));
  });
  if (texts.some((text) => text === undefined)) return undefined;
  const objects = texts.flatMap((text) => readObjects(text ?? ''));
  return { values, namespace, ...factsOf(objects) };
}

function factsOf(objects: readonly KubeObject[]): Omit<RenderedControlPlane, 'values' | 'namespace'> {
  const ofKind = (kind: string) => objects.filter((object) => object.kind === kind);
  const nameOf = ({ metadata }: KubeObject) => String(asMap(metadata).name);
  const config = (start: string, key: string) => {
    const map = ofKind('ConfigMap').find((object) =>
      new RegExp(`^${start}(?:-\\d.*)?$`).test(nameOf(object)),
    );
    return asMap(readObjects(String(asMap(map?.data)[key]))[0]);
  };
  const [istiod] = ofKind('Deployment');
  const ztunnel = ofKind('DaemonSet').find((object) => nameOf(object) === 'ztunnel');
  const cni = ofKind('ConfigMap').find((object) => nameOf(object) === 'istio-cni-config');
  const [validator] = ofKind('ValidatingWebhookConfiguration')
    .filter((object) => nameOf(object) === 'istiod-default-validator')
    .flatMap(({ webhooks }) => asMaps(webhooks));
  return {
    variables: variablesOf(istiod),
    ztunnel: ztunnel === undefined ? {} : variablesOf(ztunnel),
    cni: cni === undefined ? {} : asMap(cni.data),
    meshConfig: config('istio', 'mesh'),
    injectorValues: { global: sharedGlobals(config('istio-sidecar-injector', 'values')) },
    services: Object.fromEntries(ofKind('Service').map((object) => [nameOf(object), portsOf(object)])),
    webhooks: ofKind('MutatingWebhookConfiguration').map(nameOf),
    validator: String(asMap(asMap(validator?.clientConfig).service).name),
    kinds: [...new Set(objects.map(({ kind }) => String(kind)))].sort(),
  };
}

/** Returns the variables of the first container of a workload. */
function variablesOf(workload: KubeObject | undefined): Record<string, string> {
  const pod = asMap(asMap(asMap(workload?.spec).template).spec);
  const [container] = asMaps(pod.containers);
  const variables = asMaps(container?.env).flatMap(({ name, value }): [string, string][] =>
    value === undefined ? [] : [[String(name), String(value)]],
  );
  return Object.fromEntries(variables);
}

/** Returns the values that a mesh has an option for. */
function sharedGlobals(values: KubeObject): KubeObject {
  const global = asMap(values.global);
  const keys = [
    'istioNamespace',
    'multiCluster',
    'network',
    'platform',
    'imagePullSecrets',
    'remotePilotAddress',
  ];
  return Object.fromEntries(keys.map((key) => [key, global[key]]).filter(([, value]) => value !== undefined));
}

function portsOf({ spec }: KubeObject): string[] {
  return asMaps(asMap(spec).ports).map(({ port, targetPort = port }) => `${port}→${targetPort}`);
}
