import type { MeshCore } from '../mesh/mesh';
import type { Path } from '../problem';

/** What validating manifests needs to know of the release line of a mesh. Each line says it. */
export interface ValidatedLine {
  /** The Kubernetes of a primary for which the mesh gives none: the newest one that the line runs on. */
  readonly newestKubernetes: string;
  /** Services of Istio's own installation on the primary that our files route to. */
  readonly primaryServices: readonly string[];
  /** Identities of objects that users create in a remote cluster, by cluster id. */
  readonly userObjects: ReadonlyMap<string, readonly string[]>;
}

/** What validation has to know of a cluster. */
export interface ValidatedCluster {
  readonly name: string;
  /** Such as `1.20`. */
  readonly kubernetes: string;
  /** Whether Istio's own installation runs here, besides our files. */
  readonly primary: boolean;
  /** Namespace of Istio. */
  readonly istioNamespace: string;
  /** Services of Istio's own installation, where it runs. */
  readonly primaryServices: readonly string[];
  /** Identities of objects that users create because the mesh says so. @default - none */
  readonly userObjects?: readonly string[];
  /** Whether the cluster has files that are not validated. @default false */
  readonly partial?: boolean;
}

/** An object that another one needs. */
export interface Reference {
  /** Path of the name. */
  readonly path: Path;
  readonly group: string;
  readonly kind: string;
  /** Empty for what belongs to the cluster. */
  readonly namespace: string;
  readonly name: string;
}

/**
 * The cluster of a folder of the output. A folder that is no remote's is taken for one that tools beside the primary
 * read, such as Argo CD.
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

/** What no two objects of a cluster may share: versions of one kind are the same object. */
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
