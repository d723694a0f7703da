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

/** The installation of one revision of a control plane, whoever installs it. */
export interface Installation {
  /** Cluster id of the primary. */
  readonly cluster: string;
  readonly namespace: string;
  /** Release, `1.30` or `1.30.3`. */
  readonly istio: string;
  /** `default` for the revision without a name. */
  readonly revision: string;
  /** Helm repository with the charts, without a slash at its end. */
  readonly repository: string;
  /** Values of all charts in one tree, as istioctl and Sail have them: those of istiod's own below `pilot`. */
  readonly values: HelmMap;
  /** In the order in which they are installed. */
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

/** How the control plane of the primary is installed: an installation for each revision. */
export function installations(mesh: MeshCurrent): Installation[] {
  return mesh.revisions.map((revision) => installationOf(mesh, revision));
}

/** How one revision of the control plane of the primary is installed. */
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

/** The Helm repository with the charts, without a slash at its end. */
export function chartRepository({ controlPlane }: MeshCurrent): string {
  return (controlPlane.repository ?? CHART_REPOSITORY).replace(/\/+$/, '');
}

/** The charts of a control plane, in the order in which they are installed. */
export function chartsOf({ dataPlane }: MeshCurrent): readonly ChartName[] {
  return dataPlane === 'ambient' ? [...CHARTS, ...AMBIENT_CHARTS] : CHARTS;
}

/** Whether the revisions share a chart. */
export function isShared(chart: ChartName): boolean {
  return chart !== 'istiod';
}

/** Whether the pods of a chart run on every node, with more rights than others. */
function isPrivileged(chart: ChartName): boolean {
  return chart === 'cni' || chart === 'ztunnel';
}

/** Namespace of the pods that run on every node. */
export function namespaceOfNodes({ primary }: MeshCurrent): string {
  return primary.platform === 'openshift' ? OPENSHIFT_NAMESPACE : primary.namespace;
}

/** The release of what a cluster has once for all revisions: that of the newest one. */
export function newestOf({ revisions }: MeshCurrent): string {
  return newestRelease(revisions.map(({ istio }) => istio));
}

/** The webhook that validates Istio's objects asks istiod of this revision. */
function validatedBy({ revisions, revisionTags }: MeshCurrent): HelmMap {
  const [first] = revisions;
  const revision = first === undefined ? DEFAULT_REVISION : revisionNameOf(first);
  const name = revisionNameOf(
    defaultRevisionOf({ revisions, revisionTags, revision, namespaceRevisions: {} }),
  );
  return name === DEFAULT_REVISION ? {} : { defaultRevision: name };
}

const RELEASES = { base: 'istio-base', cni: 'istio-cni', ztunnel: 'ztunnel' } as const;

/** What the chart `base` reads of `global`. Source: manifests/charts/base/templates. */
const GLOBAL_OF_BASE = [
  ...['istioNamespace', 'imagePullSecrets', 'resourceScope', 'enableReaderRBAC'],
  ...['platform', 'profile'],
];

/** What of all values each chart gets. */
const VALUES: Readonly<Record<ChartName, (values: HelmMap) => HelmMap>> = {
  base: (values) => {
    const { global = {}, ...others } = picked(values, BASE_VALUES);
    const own = isHelmMap(global) ? picked(global, GLOBAL_OF_BASE) : {};
    return { ...others, ...(Object.keys(own).length === 0 ? {} : { global: own }) };
  },
  istiod: (values) => without(values, ['defaultRevision', 'base', 'cni', 'ztunnel']),
  cni: (values) => picked(values, ['profile', 'global', 'cni']),
  // It has no key of its own, and takes names of cluster and network out of `global`.
  ztunnel: (values) => {
    return mergeValues(picked(values, ['profile', 'revision', 'global']), mapAt(values, 'ztunnel'));
  },
};

const BASE_VALUES = ['defaultRevision', 'global', 'base', 'experimental', 'profile'];

/** The map at a key; empty where there is none. */
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

/** The version of the charts of a release. */
function chartVersion(istio: string): string {
  return isPatchRelease(istio) ? istio : `~${istio}.0`;
}

/** Whether a release is given with its patch version. */
export function isPatchRelease(istio: string): boolean {
  return releaseNumbers(istio)?.patch !== undefined;
}
