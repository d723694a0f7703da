/**
 * Names that other parts of current Istio look up, so they cannot change. Source: release-1.30,
 * manifests/charts/{base,istio-control/istio-discovery,gateway}/templates and
 * istioctl/pkg/multicluster/remote_secret.go.
 */
export const NAMES = {
  /** Default namespace of Istio. */
  namespace: 'istio-system',
  /** Account that the primary uses to read a remote cluster. */
  readerAccount: 'istio-reader-service-account',
  /** Secret with the token of {@link readerAccount}, named as `istioctl create-remote-secret` does. */
  readerToken: 'istio-reader-service-account-istio-remote-secret-token',
  /**
   * Account that other primaries use to read a primary. We chose the name, because the charts own {@link
   * readerAccount} there.
   */
  primaryReaderAccount: 'istio-remote-reader',
  /** Secret with the token of {@link primaryReaderAccount}. */
  primaryReaderToken: 'istio-remote-reader-token',
  /** The only configuration that validates Istio's own objects, whatever the revision. */
  defaultValidator: 'istiod-default-validator',
  eastWestGateway: 'istio-eastwestgateway',
  /** ConfigMap with istiod's root, in every namespace. Source: pilot/pkg/features/security.go. */
  rootConfigMap: 'istio-ca-root-cert',
} as const;

/** Value of the revision label without a revision. */
export const DEFAULT_REVISION = 'default';

/** Returns the name of istiod's Service, on the primary and on every remote. */
export function istiodName(revision: string | undefined): string {
  return revision === undefined ? 'istiod' : `istiod-${revision}`;
}

/** Returns the name of the ConfigMap with the mesh config, on the primary. */
export function meshConfigMap(revision: string | undefined): string {
  return revision === undefined ? 'istio' : `istio-${revision}`;
}

/** Returns the name of the ConfigMap with the injection templates and their values, on the primary. */
export function injectorConfigMap(revision: string | undefined): string {
  return revision === undefined ? 'istio-sidecar-injector' : `istio-sidecar-injector-${revision}`;
}

/** Returns the name of the reader's ClusterRole and binding. */
export function readerRoleName(namespace: string, revision: string | undefined): string {
  return `istio-reader-clusterrole-${revision === undefined ? '' : `${revision}-`}${namespace}`;
}

/** Returns the name of the ClusterRole and binding of {@link NAMES.primaryReaderAccount}. */
export function primaryReaderRole(namespace: string): string {
  return `${NAMES.primaryReaderAccount}-${namespace}`;
}

/** Returns the name of the injection webhook. Outside istio-system it ends with the namespace. */
export function injectionWebhookName(namespace: string, revision: string | undefined): string {
  return `istio-sidecar-injector${revision === undefined ? '' : `-${revision}`}${suffixOf(namespace)}`;
}

/** Returns the name of a revision tag's injection webhook. */
export function tagWebhookName(namespace: string, tag: string): string {
  return `istio-revision-tag-${tag}${suffixOf(namespace)}`;
}

function suffixOf(namespace: string): string {
  return namespace === NAMES.namespace ? '' : `-${namespace}`;
}

/**
 * Returns the name of the Service of a load balancer directly in front of istiod. We chose a different name than the
 * installation's.
 */
export function exposedIstiodName(revision: string | undefined): string {
  return `${istiodName(revision)}-exposed`;
}

/** Whether istiod reads a variable's text as true. Source: Go 1.26, strconv (ParseBool). */
export function isTrueForIstiod(text: string): boolean {
  return /^(?:1|t|true)$/i.test(text);
}
