import { type HelmMap, type HelmValue, isHelmMap, lookUp } from '../../../migrate/helm-values/helm-value';

/** A value that this tool supports only with some settings. */
export interface FixedValue {
  readonly helm: string;
  /** First minor release whose charts read it. @default - every release of the line */
  readonly since?: string;
  /** Whether this tool renders a remote with this setting. */
  fits(value: HelmValue, values: HelmMap): boolean;
  /** Completes "expected …". */
  readonly expected: string;
  /** What to do instead. */
  readonly fix: string;
}

const is =
  (...wanted: readonly HelmValue[]) =>
  (value: HelmValue): boolean =>
    wanted.includes(value);

/** Whether a template reads the value as false. */
const isEmpty = (value: HelmValue): boolean =>
  value === null ||
  value === '' ||
  value === false ||
  value === 0 ||
  (typeof value === 'object' && Object.keys(value).length === 0);

const without =
  (key: string) =>
  (value: HelmValue): boolean =>
    !isHelmMap(value) || isEmpty(value[key] ?? null);

/** The default of MCS_API_GROUP in reader-clusterrole.yaml. */
const MCS_API_GROUP = 'multicluster.x-k8s.io';

const PATCH =
  'Remove it. To have it, write the cluster as a CurrentRemoteCluster and change its objects: docs/constructs.md, “Adding to a cluster”';

/**
 * Values that would not make a remote cluster, or that have no option. Source: release-1.28 to release-1.31, the
 * templates of manifests/charts/{base,istio-control/istio-discovery}.
 */
export const FIXED_VALUES: readonly FixedValue[] = [
  {
    helm: 'profile',
    fits: is('remote'),
    expected: 'remote',
    fix: 'Give the values of a remote cluster: add --set profile=remote if Helm had it',
  },
  {
    helm: 'istiodRemote.enabled',
    fits: is(true),
    expected: 'true',
    fix: 'Remove it: a cluster with an istiod of its own is a primary, and stays with Helm',
  },
  {
    helm: 'istiodRemote.enabledLocalInjectorIstiod',
    fits: isEmpty,
    expected: 'false',
    fix: 'Remove it, so that the primary injects; a cluster with an istiod of its own stays with Helm',
  },
  {
    helm: 'configMap',
    fits: isEmpty,
    expected: 'false',
    fix: 'Remove it: the primary’s istiod has the mesh config, and nothing in a remote reads another one',
  },
  {
    helm: 'global.configCluster',
    fits: isEmpty,
    expected: 'false',
    fix: 'Add --set global.configCluster=false: the account and the rights that true adds are for an istiod outside that reads its configuration here, and the primary’s istiod reads none in a remote. Delete them after you move: docs/migrating-from-helm.md',
  },
  {
    helm: 'global.omitSidecarInjectorConfigMap',
    fits: is(true),
    expected: 'true',
    fix: 'Remove it: the primary injects by its own template, and nothing in a remote reads another one',
  },
  {
    helm: 'global.resourceScope',
    fits: is('all'),
    expected: 'all',
    fix: 'Remove it: the output contains both halves, and a namespace is on each object',
  },
  {
    helm: 'global.enableReaderRBAC',
    since: '1.30',
    fits: is(true),
    expected: 'true',
    fix: 'Remove it: `istio-remote join` stores a token of this account on the primary',
  },
  {
    helm: 'global.readerServiceAccount',
    since: '1.31',
    fits: without('name'),
    expected: 'no name',
    fix: 'Remove it, so that the primary reads by istio-reader-service-account. To bind another account too, write the cluster as a CurrentRemoteCluster: docs/constructs.md, “Adding to a cluster”',
  },
  {
    helm: 'global.networkPolicy',
    fits: without('enabled'),
    expected: 'enabled: false',
    fix: 'Add --set global.networkPolicy.enabled=false: the policy is for pods of istiod, which a remote does not have',
  },
  {
    helm: 'gatewayClasses',
    fits: isEmpty,
    expected: 'an empty map',
    fix: 'Set it in the Helm values of the primary, whose istiod reads it in its own cluster, and remove it here',
  },
  {
    helm: 'experimental.stableValidationPolicy',
    fits: (value, values) => isEmpty(value) || lookUp(values, 'defaultRevision') === '',
    expected: 'false',
    fix: 'Add --set experimental.stableValidationPolicy=false, and apply the policy beside the output: `helm template istio-base base --set experimental.stableValidationPolicy=true --show-only templates/defaultrevision-validatingadmissionpolicy.yaml`',
  },
  {
    helm: 'base.validationFailurePolicy',
    fits: (value, values) =>
      isEmpty(value) || value === 'Ignore' || !isEmpty(lookUp(values, 'base.validationCABundle') ?? null),
    expected: 'Ignore',
    fix: 'Set base.validationCABundle (the policy is Fail then), or remove it: without the bundle the API server would refuse every object of Istio',
  },
  {
    helm: 'base.validationURL',
    fits: isEmpty,
    expected: 'empty text',
    fix: 'Remove it: the webhook asks the Service istiod, or a URL by itself if global.remotePilotAddress is a DNS name',
  },
  {
    helm: 'base.excludedCRDs',
    fits: isEmpty,
    expected: 'an empty list',
    fix: 'Remove it, and take these definitions out of the file that `crds` of mesh.yaml names',
  },
  { helm: 'sidecarInjectorWebhookAnnotations', fits: isEmpty, expected: 'an empty map', fix: PATCH },
  {
    helm: 'env',
    fits: (value) => isHelmMap(value) && is('', MCS_API_GROUP, null)(value.MCS_API_GROUP ?? null),
    expected: 'a map without MCS_API_GROUP',
    fix: PATCH,
  },
  {
    helm: 'pilot',
    fits: isEmpty,
    expected: 'an empty map',
    fix: 'Write its keys one level up: the charts read pilot.env as env',
  },
];
