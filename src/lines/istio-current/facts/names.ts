/**
 * Names that other parts of current Istio look up, so they are not ours to choose.
 * Source: release-1.30, manifests/charts/{base,istio-control/istio-discovery,gateway}/templates and
 * istioctl/pkg/multicluster/remote_secret.go.
 */
export const NAMES = {
  /** Where Istio is installed unless the mesh says otherwise. */
  namespace: 'istio-system',
  /** Account whose token the primary uses to read a remote cluster. */
  readerAccount: 'istio-reader-service-account',
  /** Token of {@link readerAccount}, as `istioctl create-remote-secret` calls it. */
  readerToken: 'istio-reader-service-account-istio-remote-secret-token',
  /** Account whose token other primaries use to read a primary; ours, since the charts own {@link readerAccount} there. */
  primaryReaderAccount: 'istio-remote-reader',
  /** Token of {@link primaryReaderAccount}. */
  primaryReaderToken: 'istio-remote-reader-token',
  /** The one configuration by which Istio's own objects are validated, whatever the revision. */
  defaultValidator: 'istiod-default-validator',
  eastWestGateway: 'istio-eastwestgateway',
  /** ConfigMap with the root of istiod, which it puts into every namespace. Source: pilot/pkg/features/security.go. */
  rootConfigMap: 'istio-ca-root-cert',
} as const;

/** Value of the revision label without a revision. */
export const DEFAULT_REVISION = 'default';

/** The Service of istiod, on the primary and on every remote. */
export function istiodName(revision: string | undefined): string {
  return revision === undefined ? 'istiod' : `istiod-${revision}`;
}

/** The ConfigMap with the mesh config, on the primary. */
export function meshConfigMap(revision: string | undefined): string {
  return revision === undefined ? 'istio' : `istio-${revision}`;
}

/** The ConfigMap with the injection templates and their values, on the primary. */
export function injectorConfigMap(revision: string | undefined): string {
  return revision === undefined ? 'istio-sidecar-injector' : `istio-sidecar-injector-${revision}`;
}

/** ClusterRole and binding of the reader. */
export function readerRoleName(namespace: string, revision: string | undefined): string {
  return `istio-reader-clusterrole-${revision === undefined ? '' : `${revision}-`}${namespace}`;
}

/** ClusterRole and binding of {@link NAMES.primaryReaderAccount}. */
export function primaryReaderRole(namespace: string): string {
  return `${NAMES.primaryReaderAccount}-${namespace}`;
}

/** The injection webhook. Outside istio-system its name ends in the namespace. */
export function injectionWebhookName(namespace: string, revision: string | undefined): string {
  return `istio-sidecar-injector${revision === undefined ? '' : `-${revision}`}${suffixOf(namespace)}`;
}

/** The injection webhook of a revision tag. */
export function tagWebhookName(namespace: string, tag: string): string {
  return `istio-revision-tag-${tag}${suffixOf(namespace)}`;
}

function suffixOf(namespace: string): string {
  return namespace === NAMES.namespace ? '' : `-${namespace}`;
}

/** The Service of a load balancer right in front of istiod; the name is ours, beside the one of the installation. */
export function exposedIstiodName(revision: string | undefined): string {
  return `${istiodName(revision)}-exposed`;
}

/** Whether istiod takes a text of its environment for true. Source: Go 1.26, strconv (ParseBool). */
export function isTrueForIstiod(text: string): boolean {
  return /^(?:1|t|true)$/i.test(text);
}
