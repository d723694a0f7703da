import { type HelmValue, isHelmMap } from '../../../migrate/helm-values/helm-value';
import type { ValueKind } from '../../../migrate/mesh-option';
import { usesIn } from '../../chart-option';
import { remoteOptionFieldsCurrent } from '../options/remote';
import { names, text } from './value-kinds';

/** A value that changes what a remote cluster gets. */
export interface KnownValue {
  /** Dotted path below the values. */
  readonly helm: string;
  /** Path of the option: `revision`, `revisionTags` or below `primary`, else below the remote. */
  readonly option: string;
  readonly read: ValueKind;
}

/**
 * Values with an option of the same meaning. The options of a remote say which value they replace.
 * Source: 1.28.10 and 1.30.3, manifests/charts/{base,istio-control/istio-discovery}: values.yaml and `.Values` in the
 * templates that render with helm-profiles/remote.yaml.
 */
export const KNOWN_VALUES: readonly KnownValue[] = [
  { helm: 'revision', option: 'revision', read: text },
  { helm: 'revisionTags', option: 'revisionTags', read: names },
  { helm: 'global.istioNamespace', option: 'primary.namespace', read: text },
  { helm: 'global.remotePilotAddress', option: 'primary.addresses.istiod', read: text },
  ...usesIn(remoteOptionFieldsCurrent).flatMap(({ helm, read, option }) =>
    helm === undefined || read === undefined ? [] : [{ helm, option, read }],
  ),
];

/** A value of which a remote cluster of this tool takes one setting only. */
export interface FixedValue {
  readonly helm: string;
  /** Whether the remote that this tool renders is the one with this setting. */
  fits(value: HelmValue): boolean;
  /** Completes "expected …". */
  readonly expected: string;
  readonly fix: string;
}

const is =
  (wanted: HelmValue) =>
  (value: HelmValue): boolean =>
    value === wanted;
const isEmpty = (value: HelmValue): boolean =>
  value === '' || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);

const REMOTE = 'mesh.yaml describes remotes that read no configuration and run no istiod';
const NO_OPTION = 'mesh.yaml has no option for it: remove it, or keep Helm for this cluster';

/** Values that would make something else than a remote cluster, or that have no option. Source as above. */
export const FIXED_VALUES: readonly FixedValue[] = [
  { helm: 'profile', fits: is('remote'), expected: 'remote', fix: REMOTE },
  { helm: 'istiodRemote.enabled', fits: is(true), expected: 'true', fix: REMOTE },
  { helm: 'istiodRemote.enabledLocalInjectorIstiod', fits: is(false), expected: 'false', fix: REMOTE },
  { helm: 'configMap', fits: is(false), expected: 'false', fix: REMOTE },
  { helm: 'global.configCluster', fits: is(false), expected: 'false', fix: REMOTE },
  { helm: 'global.omitSidecarInjectorConfigMap', fits: is(true), expected: 'true', fix: REMOTE },
  {
    helm: 'global.resourceScope',
    fits: is('all'),
    expected: 'all',
    fix: 'Remove it: the output holds both halves, and a namespace is on each object',
  },
  {
    helm: 'global.enableReaderRBAC',
    fits: is(true),
    expected: 'true',
    fix: 'The primary reads by that account',
  },
  { helm: 'sidecarInjectorWebhookAnnotations', fits: isEmpty, expected: 'an empty map', fix: NO_OPTION },
  { helm: 'global.ipFamilyPolicy', fits: isEmpty, expected: 'empty text', fix: NO_OPTION },
  { helm: 'global.ipFamilies', fits: isEmpty, expected: 'an empty list', fix: NO_OPTION },
  { helm: 'base.validationURL', fits: isEmpty, expected: 'empty text', fix: NO_OPTION },
  {
    helm: 'env',
    fits: (value) => isHelmMap(value) && !Object.hasOwn(value, 'MCS_API_GROUP'),
    expected: 'a map without MCS_API_GROUP',
    fix: NO_OPTION,
  },
];

/** Values that this tool looks at in ways of its own. */
const OTHERWISE = ['istiodRemote.injectionPath', 'global.multiCluster.clusterName'];

/** Groups of which some values are known and the rest changes nothing in a remote. */
const GROUPS = ['global', 'global.multiCluster', 'istiodRemote', 'sidecarInjectorWebhook', 'base'];

/** Keys of the charts' values that nothing in a remote cluster reads. Source: values.yaml of both charts. */
const IDLE: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    '': words(`autoscaleEnabled autoscaleMin autoscaleMax autoscaleBehavior replicaCount rollingMaxSurge
    rollingMaxUnavailable hub tag variant image traceSampling resources seccompProfile cni extraContainerArgs
    envVarFrom taint affinity tolerations cpu memory volumeMounts volumes initContainers nodeSelector podAnnotations
    serviceAnnotations serviceAccountAnnotations topologySpreadConstraints jwksResolverExtraRootCA
    keepaliveMaxServerConnectionAge deploymentLabels deploymentAnnotations podLabels ipFamilyPolicy ipFamilies
    trustedZtunnelNamespace trustedZtunnelName telemetry ownerName meshConfig experimental gateways gatewayClasses pdb
    compatibilityVersion platform defaults`),
    global: words(`caAddress caName certSigners configValidation defaultPodDisruptionBudget defaultResources
    externalIstiod hub imagePullPolicy imagePullSecrets istiod logAsJson logging meshID meshNetworks mountMtlsCerts
    nativeNftables networkPolicy pilotCertProvider priorityClassName proxy proxy_init sds sts tag variant waypoint
    platform agentgateway trustBundleName`),
    sidecarInjectorWebhook:
      words(`alwaysInjectSelector defaultTemplates injectedAnnotations neverInjectSelector
    rewriteAppHTTPProbe templates`),
    base: words('enableIstioConfigCRDs enableCRDTemplates excludedCRDs validationFailurePolicy'),
    istiodRemote: [],
    'global.multiCluster': ['enabled'],
  }),
);

/** What a key of the values is to a remote cluster. */
export function standingOf(path: string): 'group' | 'known' | 'idle' | 'unknown' {
  if (GROUPS.includes(path)) return 'group';
  const known = [...KNOWN_VALUES, ...FIXED_VALUES].map(({ helm }) => helm);
  if ([...known, ...OTHERWISE].includes(path)) return 'known';
  const [group, key] = split(path);
  return IDLE.get(group)?.includes(key) ? 'idle' : 'unknown';
}

/** Every key that a group of values may have. */
export function keysOf(group: string): string[] {
  const known = [...KNOWN_VALUES, ...FIXED_VALUES].map(({ helm }) => helm);
  const own = [...known, ...OTHERWISE, ...GROUPS].flatMap((path) => {
    const [place, key] = split(path);
    return place === group ? [key] : [];
  });
  return [...new Set([...own, ...(IDLE.get(group) ?? [])])];
}

function split(path: string): [group: string, key: string] {
  const at = path.lastIndexOf('.');
  return at < 0 ? ['', path] : [path.slice(0, at), path.slice(at + 1)];
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
