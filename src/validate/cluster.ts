import type { MeshCore } from '../mesh/mesh';
import type { Path } from '../problem';

/** The facts of a release line that validating manifests needs. Each line provides them. */
export interface ValidatedLine {
  /** Kubernetes version of a primary without one in the mesh: the newest that the line supports. */
  readonly newestKubernetes: string;
  /** Services of Istio's own installation on the primary that our routes lead to. */
  readonly primaryServices: readonly string[];
  /** Identities of objects that users create in a remote cluster, by cluster id. */
  readonly userObjects: ReadonlyMap<string, readonly string[]>;
}

/** The facts of a cluster that validation needs. */
export interface ValidatedCluster {
  readonly name: string;
  /** For example `1.20`. */
  readonly kubernetes: string;
  /** Whether Istio's own installation runs in the cluster, besides our files. */
  readonly primary: boolean;
  /** Namespace of Istio. */
  readonly istioNamespace: string;
  /** Services of Istio's own installation, if it runs there. */
  readonly primaryServices: readonly string[];
  /** Identities of objects that users create because the mesh refers to them. @default - none */
  readonly userObjects?: readonly string[];
  /** Whether the cluster has files that are not validated. @default false */
  readonly partial?: boolean;
}

/** An object that another one needs. */
export interface Reference {
  /** Path of the reference. */
  readonly path: Path;
  readonly group: string;
  readonly kind: string;
  /** Empty for a cluster-scoped object. */
  readonly namespace: string;
  readonly name: string;
}

/**
 * Returns the cluster of a folder of the output. A folder that belongs to no remote counts as one for tools on the
 * primary, such as Argo CD.
 */
export function clusterByFolder(mesh: MeshCore, line: ValidatedLine): (folder: string) => ValidatedCluster {
  const { newestKubernetes, primaryServices, userObjects } = line;
  const { namespace: istioNamespace, kubernetes = newestKubernetes } = mesh.primary;
  const shared = { istioNamespace, primaryServices };
  const primaries = new Map(
    mesh.primaries.map(({ name, kubernetes = newestKubernetes }): [string, ValidatedCluster] => [
      name,
      { ...shared, name, kubernetes, primary: true },
    ]),
  );
  const remotes = new Map(
    mesh.remotes.map(({ name, kubernetes }): [string, ValidatedCluster] => [
      name,
      { ...shared, name, kubernetes, primary: false, userObjects: userObjects.get(name) ?? [] },
    ]),
  );
  return (name) => remotes.get(name) ?? primaries.get(name) ?? { ...shared, name, kubernetes, primary: true };
}

/** Returns the identity of an object, unique in a cluster. Two versions of one kind are the same object. */
export function identity(group: string, kind: string, namespace: string, name: string): string {
  return `${group} ${kind} ${namespace} ${name}`;
}

/**
 * Whether an object exists although no file of the output contains it.
 * @param isMade whether a file of the cluster contains an object of this identity
 */
export function existsAtRunTime(
  { group, kind, namespace, name }: Reference,
  cluster: ValidatedCluster,
  isMade: (identity: string) => boolean,
): boolean {
  if (cluster.userObjects?.includes(identity(group, kind, namespace, name)) === true) return true;
  switch (kind) {
    case 'ServiceAccount':
      // kube-controller-manager creates it in every namespace.
      return name === 'default';
    case 'ClusterRole':
      // kube-apiserver creates these. Source: plugin/pkg/auth/authorizer/rbac/bootstrappolicy.
      return /^(?:cluster-admin|admin|edit|view|system:.+)$/.test(name);
    case 'Secret': {
      // Citadel creates a Secret for each account. Source: 1.0.9, security/pkg/k8s/controller/secret.go.
      const account = name.startsWith('istio.') ? name.slice('istio.'.length) : undefined;
      return (
        account === 'default' ||
        (account !== undefined && isMade(identity('', 'ServiceAccount', namespace, account)))
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
