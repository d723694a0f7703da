import { putValue } from '../../../../kubernetes/text/tree-values';
import {
  describeValue,
  getValue,
  type HelmMap,
  type HelmValue,
  isHelmMap,
  lookUp,
  mergeValues,
} from '../../../../migrate/helm-values/helm-value';
import { readValues, type ValuesSource } from '../../../../migrate/helm-values/read-values';
import { placed } from '../../../../migrate/value-place';
import { errorAt, type Problem, UserError } from '../../../../problem';
import { isReleaseCurrent } from '../../facts/releases';

/** The content of one istiod's values. */
export interface PrimaryValues {
  readonly source: ValuesSource;
  /** Cluster id. */
  readonly name: string;
  /** Options that are the same in every cluster of a mesh, by key of mesh.yaml. */
  readonly shared: Readonly<Record<string, HelmValue>>;
  /** Options of the primary, by key of mesh.yaml. */
  readonly options: Readonly<Record<string, HelmValue>>;
  /** Release, if the tag of the images contains it. */
  readonly istio: string | undefined;
  /** Whether istiod manages remotes. */
  readonly hasRemotes: boolean;
  /** All other values, in the shape of `controlPlane.values`. */
  readonly own: HelmMap;
}

/** A value with an option in mesh.yaml, and both places. */
interface Taken {
  readonly helm: readonly string[];
  readonly option: string;
  readonly isShared?: true;
  /** The chart's default; an equal value is left out. */
  readonly byDefault?: string;
}

const TAKEN: readonly Taken[] = [
  { helm: ['global.meshID', 'meshConfig.defaultConfig.meshId'], option: 'meshId', isShared: true },
  { helm: ['meshConfig.trustDomain'], option: 'trustDomain', isShared: true, byDefault: 'cluster.local' },
  { helm: ['revision'], option: 'revision', isShared: true, byDefault: 'default' },
  { helm: ['revisionTags'], option: 'revisionTags', isShared: true },
  { helm: ['global.multiCluster.clusterName'], option: 'name' },
  { helm: ['global.istioNamespace'], option: 'namespace', byDefault: 'istio-system' },
  { helm: ['global.network'], option: 'network' },
  { helm: ['global.imagePullSecrets'], option: 'imagePullSecrets' },
  { helm: ['pilot.ipFamilyPolicy'], option: 'ipFamilyPolicy' },
  { helm: ['pilot.ipFamilies'], option: 'ipFamilies' },
];

/** Values that follow from other options of the mesh. */
const FOLLOWING = [
  'global.externalIstiod',
  'pilot.env.EXTERNAL_ISTIOD',
  'pilot.env.CLUSTER_ID',
  'global.multiCluster.enabled',
];

/** Values that follow from ambient mode. */
const OF_AMBIENT = ['profile', 'pilot.env.PILOT_ENABLE_AMBIENT', 'pilot.env.AMBIENT_ENABLE_MULTI_NETWORK'];

/**
 * Top-level values that are not istiod's own, so they stay. All others may also be below `pilot`, which every
 * installer reads. Source: 1.30.3, manifests/charts/istio-control/istio-discovery: values.yaml and
 * templates/zzy_descope_legacy.yaml.
 */
const STAY = [
  ...['global', 'meshConfig', 'pilot', 'sidecarInjectorWebhook', 'istiodRemote', 'telemetry', 'base'],
  ...['revision', 'revisionTags', 'defaultRevision', 'experimental', 'gateways', 'gatewayClasses'],
  ...['profile', 'platform', 'compatibilityVersion', 'ownerName', 'ztunnel'],
];

/** Reads the values of one primary's chart `istiod`. @throws UserError with every mistake in them */
export function primaryValues(source: ValuesSource): PrimaryValues {
  const given = belowPilot(readValues([source]));
  const problems = unfit(given);
  if (problems.length > 0) throw new UserError(placed(problems, [source]));
  const shared: Record<string, HelmValue> = {};
  const options: Record<string, HelmValue> = {};
  for (const { helm, option, isShared, byDefault } of TAKEN) {
    const value = helm.map((path) => lookUp(given, path)).find((found) => !isEmpty(found));
    if (value !== undefined && value !== byDefault) (isShared ? shared : options)[option] = value;
  }
  const isAmbient = lookUp(given, 'profile') === 'ambient';
  if (isAmbient) shared.dataPlane = 'ambient';
  const tag = lookUp(given, 'global.tag');
  const istio = typeof tag === 'string' && isReleaseCurrent(tag) ? tag : undefined;
  const taken = [...TAKEN.flatMap(({ helm }) => helm), ...FOLLOWING, ...(isAmbient ? OF_AMBIENT : [])];
  return {
    source,
    name: String(options.name),
    shared,
    options,
    istio,
    hasRemotes: ['global.externalIstiod', 'pilot.env.EXTERNAL_ISTIOD'].some((path) =>
      /^true$/i.test(String(lookUp(given, path))),
    ),
    own: [...taken, ...(istio === undefined ? [] : ['global.tag'])].reduce(without, given),
  };
}

/** Moves istiod's own values below `pilot`. As in the chart, values already there win. */
function belowPilot(values: HelmMap): HelmMap {
  const moved: HelmMap = {};
  const kept: HelmMap = {};
  for (const [key, value] of Object.entries(values)) putValue(STAY.includes(key) ? kept : moved, key, value);
  return Object.keys(moved).length === 0
    ? kept
    : { ...kept, pilot: mergeValues(moved, isHelmMap(kept.pilot) ? kept.pilot : {}) };
}

function unfit(values: HelmMap): Problem[] {
  const profile = lookUp(values, 'profile') ?? lookUp(values, 'global.profile');
  const name = lookUp(values, 'global.multiCluster.clusterName');
  return [
    ...(profile === 'remote' || lookUp(values, 'istiodRemote.enabled') === true
      ? [
          errorAt(
            profile === 'remote' ? ['profile'] : ['istiodRemote', 'enabled'],
            'expected the values of an istiod, got those of a remote',
            'Give them to `istio-remote migrate --values FILE --cluster NAME`',
          ),
        ]
      : []),
    ...(typeof name === 'string' && name !== ''
      ? []
      : [
          errorAt(
            ['global', 'multiCluster', 'clusterName'],
            `expected the cluster id of this primary, got ${name === undefined ? 'nothing' : describeValue(name)}`,
            'Add it: other clusters know this one by its id',
          ),
        ]),
  ];
}

function isEmpty(value: HelmValue | undefined): boolean {
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  );
}

/** Removes a value, and the maps that become empty. */
function without(values: HelmMap, path: string): HelmMap {
  const [key = '', ...rest] = path.split('.');
  const value = getValue(values, key);
  if (value === undefined) return values;
  const { [key]: _, ...others } = values;
  if (rest.length === 0) return others;
  if (!isHelmMap(value)) return values;
  const inner = without(value, rest.join('.'));
  return Object.keys(inner).length === 0 ? others : { ...others, [key]: inner };
}
