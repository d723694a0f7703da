import type { ValueKind } from '../../../migrate/mesh-option';
import { usesIn } from '../../chart-option';
import { remoteOptionFieldsCurrent } from '../options/remote';
import { FIXED_VALUES } from './fixed-values';
import { names, text } from './value-kinds';

/** A value that changes the objects of a remote cluster. */
export interface KnownValue {
  /** Dotted path below the values. */
  readonly helm: string;
  /** Path of the option: `revision`, `revisionTags` or below `primary`; otherwise from the remote. */
  readonly option: string;
  readonly read: ValueKind;
}

/**
 * Values that have an option with the same meaning. Each option of a remote says which value it replaces. Source:
 * 1.28.10 and 1.30.3, manifests/charts/{base,istio-control/istio-discovery}: values.yaml and `.Values` in the
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

/** Values that other code handles. */
const OTHERWISE = ['istiodRemote.injectionPath', 'global.multiCluster.clusterName'];

/** Groups with some known values. Their other values have no effect in a remote. */
const GROUPS = [
  'global',
  'global.multiCluster',
  'istiodRemote',
  'sidecarInjectorWebhook',
  'base',
  'experimental',
];

/** Keys of the charts' values that no object of a remote cluster depends on. Source: values.yaml of both charts. */
const IDLE: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    '': words(`autoscaleEnabled autoscaleMin autoscaleMax autoscaleBehavior replicaCount rollingMaxSurge
    rollingMaxUnavailable hub tag variant image traceSampling resources seccompProfile cni extraContainerArgs
    envVarFrom taint affinity tolerations cpu memory volumeMounts volumes initContainers nodeSelector podAnnotations
    serviceAnnotations serviceAccountAnnotations topologySpreadConstraints jwksResolverExtraRootCA
    keepaliveMaxServerConnectionAge deploymentLabels deploymentAnnotations podLabels ipFamilyPolicy ipFamilies
    trustedZtunnelNamespace trustedZtunnelName telemetry ownerName meshConfig gateways pdb
    compatibilityVersion platform defaults`),
    global: words(`caAddress caName certSigners configValidation defaultPodDisruptionBudget defaultResources
    externalIstiod hub imagePullPolicy istiod logAsJson logging meshID meshNetworks mountMtlsCerts
    nativeNftables pilotCertProvider priorityClassName proxy proxy_init sds sts tag variant waypoint
    platform agentgateway trustBundleName`),
    sidecarInjectorWebhook:
      words(`alwaysInjectSelector defaultTemplates injectedAnnotations neverInjectSelector
    rewriteAppHTTPProbe templates`),
    base: words('enableIstioConfigCRDs enableCRDTemplates'),
    istiodRemote: [],
    'global.multiCluster': ['enabled'],
  }),
);

/** Returns the meaning of a key of the values for a remote cluster. */
export function standingOf(path: string): 'group' | 'known' | 'idle' | 'unknown' {
  if (GROUPS.includes(path)) return 'group';
  const known = [...KNOWN_VALUES, ...FIXED_VALUES].map(({ helm }) => helm);
  if ([...known, ...OTHERWISE].includes(path)) return 'known';
  const [group, key] = split(path);
  return IDLE.get(group)?.includes(key) ? 'idle' : 'unknown';
}

/** Returns every key that a group of values may have. */
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
