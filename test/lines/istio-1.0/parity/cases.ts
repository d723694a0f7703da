import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LATEST_1_0, RELEASES_1_0, type Release10 } from '../../../../src/lines/istio-1.0/facts/releases';
import type { Mesh10 } from '../../../../src/lines/istio-1.0/mesh';
import { migrateValues } from '../../../../src/lines/istio-1.0/migrate/migrate-values';
import type { ValuesSource } from '../../../../src/migrate/helm-values/read-values';
import { chartFolder, helmTemplate, REFERENCE } from '../../../reference';
import { file, meshIn } from '../migrate/migrated';

/** Values of the chart istio-remote in one release, and their cluster. */
export interface ChartCase {
  /** File name in values/. */
  readonly name: string;
  readonly release: Release10;
  readonly namespace: string;
  /** Version of Kubernetes. @default - the one in mesh.yaml */
  readonly kubernetes?: string;
}

const AT_EVERY_RELEASE = ['by-release', 'everything'];
const AT_THE_LATEST = [
  'default',
  'addresses',
  'hostnames',
  'pilot-service',
  'pilot-service-by-name',
  'other-namespace',
  'manual-injection',
  'own-injector-template',
  'namespaces-by-default',
  'injector',
  'policy-checks',
  'proxy-tuning',
  'registry',
  'scheduling',
  'secure',
  'self-signed-mutual-tls',
  'nulls',
  'without-effect',
];
/** Up to 1.13, and from 1.14 to 1.15, other versions and fields are right. */
const OLD_KUBERNETES = ['1.9', '1.13', '1.15'];

export const CASES: readonly ChartCase[] = [
  ...AT_THE_LATEST.map((name) => caseOf(name)),
  ...OLD_KUBERNETES.map((kubernetes) => ({ ...caseOf('everything'), kubernetes })),
  ...AT_EVERY_RELEASE.flatMap((name) => RELEASES_1_0.map((release) => caseOf(name, release))),
];

function caseOf(name: string, release: Release10 = LATEST_1_0): ChartCase {
  return { name, release, namespace: name === 'other-namespace' ? 'istio-mesh' : 'istio-system' };
}

/** Formats the name of a case: `1.0.9 registry`, `1.0.9 everything on Kubernetes 1.13`. */
export function titleOf({ name, release, kubernetes }: ChartCase): string {
  return `${release} ${name}${kubernetes === undefined ? '' : ` on Kubernetes ${kubernetes}`}`;
}

/** The values file of a case, from the root of this repository. */
export function valuesFile({ name }: Pick<ChartCase, 'name'>): string {
  return `test/lines/istio-1.0/parity/values/${name}.yaml`;
}

/** The arguments of Helm and `migrate`: the registry and the tag of a release archive, then the file. */
export function sourcesOf(each: ChartCase): ValuesSource[] {
  const archive = `global: { hub: docker.io/istio, tag: ${each.release} }`;
  return [file(archive, 'release.yaml'), file(readFileSync(valuesFile(each), 'utf8'), valuesFile(each))];
}

/** The mesh with the same meaning as the values of a case, or as others. */
export function meshOf(each: ChartCase, sources: readonly ValuesSource[] = sourcesOf(each)): Mesh10 {
  const { namespace, kubernetes } = each;
  const version = kubernetes === undefined ? {} : { kubernetes };
  return meshIn(migrateValues({ sources, cluster: 'eu', namespace, ...version }).text);
}

/** Whether {@link renderingOf} has a rendering. */
export function isRendered(each: ChartCase): boolean {
  return (chartOf(each) ?? referenceOf(each)) !== undefined;
}

/** Returns the chart's output for a case: from the chart itself, else from the reference. */
export function renderingOf(each: ChartCase): string {
  const chart = chartOf(each);
  if (chart !== undefined)
    return helmTemplate({ chart, name: 'istio-remote', namespace: each.namespace, sources: sourcesOf(each) });
  return readFileSync(join(referenceOf(each) ?? '', 'rendered.yaml'), 'utf8');
}

function chartOf({ release }: ChartCase): string | undefined {
  return chartFolder(release, 'install/kubernetes/helm/istio-remote');
}

/** Returns the folder of the reference with the values and the rendering of a case, if it exists. */
export function referenceOf({ name, release }: ChartCase): string | undefined {
  if (REFERENCE === undefined) return undefined;
  const path = name === 'by-release' ? `versions/${release}` : `cases/${name}`;
  const folder = join(REFERENCE, 'istio-1.0', path);
  return (name === 'by-release' || release === LATEST_1_0) && existsSync(folder) ? folder : undefined;
}
