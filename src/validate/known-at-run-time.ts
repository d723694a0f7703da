import { identity } from './identity';
import type { Reference } from './pod-references';

/** What validation has to know of a cluster. */
export interface ClusterFacts {
  readonly name: string;
  /** Such as `1.20`. */
  readonly kubernetes: string;
  /** Whether Istio's own installation runs here, besides our files. */
  readonly primary: boolean;
  /** Namespace of Istio. */
  readonly istioNamespace: string;
  /** Services of Istio's own installation, where it runs. */
  readonly primaryServices: readonly string[];
  /** Identities of objects that people make themselves, because the mesh says so. @default - none */
  readonly given?: readonly string[];
  /** Whether other files of the cluster are not among those that are looked at. @default false */
  readonly partial?: boolean;
}

/**
 * Whether something is there although no file makes it.
 * @param made whether one of the cluster's files makes an identity
 */
export function isKnownAtRunTime(
  { group, kind, namespace, name }: Reference,
  cluster: ClusterFacts,
  made: (identity: string) => boolean,
): boolean {
  if (cluster.given?.includes(identity(group, kind, namespace, name)) === true) return true;
  switch (kind) {
    case 'ServiceAccount':
      // kube-controller-manager makes it in every namespace.
      return name === 'default';
    case 'ClusterRole':
      // kube-apiserver's own. Source: plugin/pkg/auth/authorizer/rbac/bootstrappolicy.
      return /^(?:cluster-admin|admin|edit|view|system:.+)$/.test(name);
    case 'Secret': {
      // Citadel makes a Secret for each account. Source: 1.0.9, security/pkg/k8s/controller/secret.go.
      const account = name.startsWith('istio.') ? name.slice('istio.'.length) : undefined;
      return (
        account === 'default' ||
        (account !== undefined && made(identity('', 'ServiceAccount', namespace, account)))
      );
    }
    case 'ConfigMap':
      // kube-controller-manager and istiod write them into every namespace.
      return name === 'kube-root-ca.crt' || name === 'istio-ca-root-cert';
    case 'Service':
      if (namespace === 'default' && name === 'kubernetes') return true;
      return (
        cluster.primary && namespace === cluster.istioNamespace && cluster.primaryServices.includes(name)
      );
    case 'AppProject':
      return group === 'argoproj.io' && name === 'default';
    default:
      return false;
  }
}
