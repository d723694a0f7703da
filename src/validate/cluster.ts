import type { MeshCore } from '../mesh/mesh';
import type { Reference } from './references';

/** What validating manifests needs to know of the release line of a mesh. Each line says it. */
export interface ValidatedLine {
  /** What the primary is taken for when the mesh does not say: the newest Kubernetes that the line runs on. */
  readonly newestKubernetes: string;
  /** Services of Istio's own installation on the primary that our files route to. */
  readonly primaryServices: readonly string[];
  /** Identities of objects that people make themselves in a remote cluster, by cluster id. */
  readonly given: ReadonlyMap<string, readonly string[]>;
}

/**
 * The clusters of a mesh by the name of their folder. Another folder is taken for one that tools beside the primary
 * read, such as Argo CD.
 */
export function clustersOf(mesh: MeshCore, line: ValidatedLine): (folder: string) => ClusterFacts {
  const { primary } = mesh;
  const { newestKubernetes, primaryServices, given } = line;
  const istioNamespace = primary.namespace;
  const remotes = new Map(
    mesh.remotes.map(({ name, kubernetes }) => [
      name,
      { name, kubernetes, primary: false, istioNamespace, primaryServices, given: given.get(name) ?? [] },
    ]),
  );
  return (name) =>
    remotes.get(name) ?? {
      name,
      kubernetes: primary.kubernetes ?? newestKubernetes,
      primary: true,
      istioNamespace,
      primaryServices,
    };
}

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

/** What no two objects of a cluster may share: versions of one kind are the same object. */
export function identity(group: string, kind: string, namespace: string, name: string): string {
  return `${group} ${kind} ${namespace} ${name}`;
}
