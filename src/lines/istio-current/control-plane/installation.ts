import { valuesOf } from '../../../control-plane/setting';
import { getValue, type HelmMap, isHelmMap, mergeValues } from '../../../migrate/helm-values/helm-value';
import {
  AMBIENT_CHARTS,
  CHART_REPOSITORY,
  CHARTS,
  type ChartName,
  OPENSHIFT_NAMESPACE,
} from '../facts/charts';
import { DEFAULT_REVISION, istiodName } from '../facts/names';
import { newestRelease, releaseNumbers } from '../facts/releases';
import type { MeshCurrent } from '../mesh';
import { defaultRevisionOf, type RevisionCurrent, revisionNameOf } from '../revisions';
import { istiodSettings } from './settings';

/** The installation of one revision of a control plane, for any installer. */
export interface Installation {
  /** Cluster id of the primary. */
  readonly cluster: string;
  readonly namespace: string;
  /** Release, `1.30` or `1.30.3`. */
  readonly istio: string;
  /** `default` for the revision without a name. */
  readonly revision: string;
  /** Helm repository with the charts, without a slash at the end. */
  readonly repository: string;
  /** Values of all charts in one tree, in the form of istioctl and Sail: istiod's own values are below `pilot`. */
  readonly values: HelmMap;
  /** The charts in the order of their installation. */
  readonly charts: readonly ChartInstallation[];
  readonly isAmbient: boolean;
}

/** One of Istio's charts with its values. */
export interface ChartInstallation {
  readonly chart: ChartName;
  /** The release, or `~1.30.0` for the newest of a minor release. */
  readonly version: string;
  /** Name of the Helm release. */
  readonly release: string;
  /** Namespace of its objects. */
  readonly namespace: string;
  readonly values: HelmMap;
}

/** Returns how to install the control plane of the primary, one installation for each revision. */
export function installations(mesh: MeshCurrent): Installation[] {
  return mesh.revisions.map((revision) => installationOf(mesh, revision));
}

/** Returns how to install one revision of the primary's control plane. */
export function installationOf(mesh: MeshCurrent, revision: RevisionCurrent): Installation {
  const { primary, controlPlane } = mesh;
  const own = mergeValues(controlPlane.values, primary.controlPlane.values);
  const values = { ...validatedBy(mesh), ...valuesOf(istiodSettings(mesh, revision), own) };
  return {
    cluster: primary.name,
    namespace: primary.namespace,
    istio: revision.istio,
    revision: revisionNameOf(revision),
    repository: chartRepository(mesh),
    values,
    charts: chartsOf(mesh).map((chart) => ({
      chart,
      version: chartVersion(chart === 'istiod' ? revision.istio : newestOf(mesh)),
      release: chart === 'istiod' ? istiodName(revision.name) : RELEASES[chart],
      namespace: isPrivileged(chart) ? namespaceOfNodes(mesh) : primary.namespace,
      values: VALUES[chart](values),
    })),
    isAmbient: mesh.dataPlane === 'ambient',
  };
}

/** Returns the Helm repository with the charts, without a slash at the end. */
export function chartRepository({ controlPlane }: MeshCurrent): string {
  return (controlPlane.repository ?? CHART_REPOSITORY).replace(/\/+$/, '');
}

/** Returns the charts of a control plane in the order of their installation. */
export function chartsOf({ dataPlane }: MeshCurrent): readonly ChartName[] {
  return dataPlane === 'ambient' ? [...CHARTS, ...AMBIENT_CHARTS] : CHARTS;
}

/** Whether the revisions share a chart. */
export function isShared(chart: ChartName): boolean {
  return chart !== 'istiod';
}

/** Whether the pods of a chart run privileged on every node. */
function isPrivileged(chart: ChartName): boolean {
  return chart === 'cni' || chart === 'ztunnel';
}

/** Returns the namespace of the pods that run on every node. */
export function namespaceOfNodes({ primary }: MeshCurrent): string {
  return primary.platform === 'openshift' ? OPENSHIFT_NAMESPACE : primary.namespace;
}

/** Returns the release of objects that exist once for all revisions: the newest one. */
export function newestOf({ revisions }: MeshCurrent): string {
  return newestRelease(revisions.map(({ istio }) => istio));
}

/** Selects the revision whose istiod validates Istio's objects. */
function validatedBy({ revisions, revisionTags }: MeshCurrent): HelmMap {
  const [first] = revisions;
  const revision = first === undefined ? DEFAULT_REVISION : revisionNameOf(first);
  const name = revisionNameOf(
    defaultRevisionOf({ revisions, revisionTags, revision, namespaceRevisions: {} }),
  );
  return name === DEFAULT_REVISION ? {} : { defaultRevision: name };
}

const RELEASES = { base: 'istio-base', cni: 'istio-cni', ztunnel: 'ztunnel' } as const;

/** The values of `global` that the chart `base` reads. Source: manifests/charts/base/templates. */
const GLOBAL_OF_BASE = [
  ...['istioNamespace', 'imagePullSecrets', 'resourceScope', 'enableReaderRBAC'],
  ...['platform', 'profile'],
];

/** Selects the values of each chart. */
const VALUES: Readonly<Record<ChartName, (values: HelmMap) => HelmMap>> = {
  base: (values) => {
    const { global = {}, ...others } = picked(values, BASE_VALUES);
    const own = isHelmMap(global) ? picked(global, GLOBAL_OF_BASE) : {};
    return { ...others, ...(Object.keys(own).length === 0 ? {} : { global: own }) };
  },
  istiod: (values) => without(values, ['defaultRevision', 'base', 'cni', 'ztunnel']),
  cni: (values) => picked(values, ['profile', 'global', 'cni']),
  // It has no key of its own, and reads the names of cluster and network from `global`.
  ztunnel: (values) => {
    return mergeValues(picked(values, ['profile', 'revision', 'global']), mapAt(values, 'ztunnel'));
  },
};

const BASE_VALUES = ['defaultRevision', 'global', 'base', 'experimental', 'profile'];

/** Returns the map at a key, or an empty map. */
export function mapAt(values: HelmMap, key: string): HelmMap {
  const value = getValue(values, key);
  return isHelmMap(value) ? value : {};
}

function picked(values: HelmMap, keys: readonly string[]): HelmMap {
  return Object.fromEntries(
    keys.flatMap((key) => {
      const value = getValue(values, key);
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

function without(values: HelmMap, keys: readonly string[]): HelmMap {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !keys.includes(key)));
}

/** Returns the chart version of a release. */
function chartVersion(istio: string): string {
  return isPatchRelease(istio) ? istio : `~${istio}.0`;
}

/** Whether a release includes its patch version. */
export function isPatchRelease(istio: string): boolean {
  return releaseNumbers(istio)?.patch !== undefined;
}
