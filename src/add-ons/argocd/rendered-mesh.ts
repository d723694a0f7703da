import { groupOf, type KindRef } from '../../kubernetes/kinds';
import type { GroupKind } from './constructs/project';
import { ignoredDifferences, type RenderedObject, type WrittenAtRunTime } from './rendered-object';

/** Namespace of objects without one, as with `kubectl apply`. */
const FALLBACK_NAMESPACE = 'default';

/** The rendered objects of one cluster. */
export class RenderedCluster {
  readonly namespaces = new Set<string>();
  /** Whether an object of a namespaced kind has no namespace. */
  usesFallback = false;
  /** Whether the files contain users' manifests. */
  hasTexts = false;
  readonly writtenAtRunTime = new Set<WrittenAtRunTime>();

  constructor(
    readonly name: string,
    private readonly istio: string,
  ) {}

  /** Returns the namespace of objects without one. */
  get fallbackNamespace(): string {
    return this.usesFallback ? FALLBACK_NAMESPACE : this.istio;
  }

  /** Returns every namespace of the cluster's objects, sorted. */
  get allNamespaces(): string[] {
    return [...new Set([...this.namespaces, this.fallbackNamespace])].sort();
  }

  get ignoredDifferences() {
    return ignoredDifferences(this.writtenAtRunTime);
  }
}

/** The rendered objects of a mesh: its clusters, and the kinds of their objects. */
export class RenderedMesh {
  private readonly byName = new Map<string, RenderedCluster>();
  private readonly rendered = new ScopedKinds();
  private readonly permitted = new ScopedKinds();
  private readonly seen = new WeakSet<RenderedObject>();

  /**
   * @param istio namespace of Istio
   * @param kinds every kind that the tool can create for such a mesh
   */
  constructor(
    private readonly istio: string,
    kinds: readonly KindRef[] = [],
  ) {
    // Our kinds count as namespaced unless they are known to be cluster-scoped.
    for (const { apiVersion, kind } of kinds)
      this.permitted.add(groupOf(apiVersion), kind, scopeOfOurs(groupOf(apiVersion), kind));
  }

  /** Returns the clusters with at least one file, in the order of their files. */
  get clusters(): readonly RenderedCluster[] {
    return [...this.byName.values()];
  }

  /** @param isText whether the file is a user's text instead of constructs */
  add(cluster: string, objects: Iterable<RenderedObject>, isText = false): void {
    const rendered = this.byName.get(cluster) ?? new RenderedCluster(cluster, this.istio);
    this.byName.set(cluster, rendered);
    if (isText) rendered.hasTexts = true;
    for (const object of objects) {
      for (const written of object.writtenAtRunTime) rendered.writtenAtRunTime.add(written);
      if (object.namespace !== undefined) rendered.namespaces.add(object.namespace);
      else if (scopeOf(object.group, object.kind) !== 'cluster') rendered.usesFallback = true;
      // Clusters share their common parts, and so the objects in them.
      if (this.seen.has(object)) continue;
      this.seen.add(object);
      const { group, kind, namespace } = object;
      const scope = namespace === undefined ? scopeOf(group, kind) : 'namespace';
      this.rendered.add(group, kind, scope);
      this.permitted.add(group, kind, scope);
    }
  }

  /** Returns the kinds of the objects. */
  get kinds(): KindsByScope {
    return this.rendered.byScope;
  }

  /**
   * Returns the kinds of the objects, and every other kind that the mesh could have. Argo CD neither prunes nor shows
   * objects of a kind that its project no longer permits, so a kind must stay in the project after its last object is
   * removed.
   */
  get permittedKinds(): KindsByScope {
    return this.permitted.byScope;
  }
}

/** Kinds sorted by group and name. A kind of unknown scope is in both lists. */
interface KindsByScope {
  readonly cluster: GroupKind[];
  readonly namespaced: GroupKind[];
}

class ScopedKinds {
  private readonly cluster = new Map<string, GroupKind>();
  private readonly namespaced = new Map<string, GroupKind>();

  get byScope(): KindsByScope {
    return { cluster: sorted(this.cluster), namespaced: sorted(this.namespaced) };
  }

  add(group: string, kind: string, scope: Scope): void {
    const key = `${group}/${kind}`;
    if (scope !== 'namespace') this.cluster.set(key, { group, kind });
    if (scope !== 'cluster') this.namespaced.set(key, { group, kind });
  }
}

function sorted(kinds: ReadonlyMap<string, GroupKind>): GroupKind[] {
  return [...kinds].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, kind]) => kind);
}

/**
 * Cluster-scoped kinds by API group: those of Kubernetes, and those of other projects that this tool creates. Source:
 * `kubectl api-resources --namespaced=false` of Kubernetes 1.9 to 1.33, and imports/crds.
 */
const CLUSTER_SCOPED: Readonly<Record<string, readonly string[]>> = {
  '': ['ComponentStatus', 'Namespace', 'Node', 'PersistentVolume'],
  'admissionregistration.k8s.io': [
    'MutatingWebhookConfiguration',
    'ValidatingWebhookConfiguration',
    'MutatingAdmissionPolicy',
    'MutatingAdmissionPolicyBinding',
    'ValidatingAdmissionPolicy',
    'ValidatingAdmissionPolicyBinding',
  ],
  'apiextensions.k8s.io': ['CustomResourceDefinition'],
  'apiregistration.k8s.io': ['APIService'],
  'authentication.istio.io': ['MeshPolicy'],
  'certificates.k8s.io': ['CertificateSigningRequest', 'ClusterTrustBundle'],
  extensions: ['PodSecurityPolicy'],
  'flowcontrol.apiserver.k8s.io': ['FlowSchema', 'PriorityLevelConfiguration'],
  'gateway.networking.k8s.io': ['GatewayClass'],
  'networking.k8s.io': ['IngressClass', 'IPAddress', 'ServiceCIDR'],
  'node.k8s.io': ['RuntimeClass'],
  policy: ['PodSecurityPolicy'],
  'rbac.authorization.k8s.io': ['ClusterRole', 'ClusterRoleBinding'],
  'resource.k8s.io': ['DeviceClass', 'ResourceSlice'],
  'sailoperator.io': ['Istio', 'IstioRevisionTag', 'IstioCNI', 'ZTunnel'],
  'scheduling.k8s.io': ['PriorityClass'],
  'storage.k8s.io': ['CSIDriver', 'CSINode', 'StorageClass', 'VolumeAttachment', 'VolumeAttributesClass'],
};

type Scope = 'cluster' | 'namespace' | 'unknown';

/** Whether the group belongs to Kubernetes. Its cluster-scoped kinds are all listed here. */
function isOfKubernetes(group: string): boolean {
  return !group.includes('.') || group.endsWith('.k8s.io');
}

/** Returns whether a kind is namespaced. Unknown for kinds of other projects. */
export function scopeOf(group: string, kind: string): Scope {
  if (Object.hasOwn(CLUSTER_SCOPED, group) && CLUSTER_SCOPED[group]?.includes(kind) === true)
    return 'cluster';
  return isOfKubernetes(group) ? 'namespace' : 'unknown';
}

/** Returns whether a kind that this tool creates is namespaced. */
function scopeOfOurs(group: string, kind: string): Scope {
  return scopeOf(group, kind) === 'cluster' ? 'cluster' : 'namespace';
}
