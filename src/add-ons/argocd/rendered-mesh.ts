import { scopeOf } from './cluster-scoped';
import type { GroupKind } from './constructs/project';
import { ignoredDifferences, type WrittenAtRunTime } from './ignored-differences';
import type { RenderedObject } from './rendered-object';

/** Where objects go that name no namespace, as with `kubectl apply`. */
const FALLBACK_NAMESPACE = 'default';

/** What has been rendered for one cluster. */
export class RenderedCluster {
  readonly namespaces = new Set<string>();
  /** Whether some object names no namespace though its kind has one. */
  usesFallback = false;
  /** Whether people's own manifests are among the files. */
  hasTexts = false;
  readonly writtenAtRunTime = new Set<WrittenAtRunTime>();

  constructor(
    readonly name: string,
    private readonly istio: string,
  ) {}

  /** Namespace of objects that name none. */
  get fallbackNamespace(): string {
    return this.usesFallback ? FALLBACK_NAMESPACE : this.istio;
  }

  /** Every namespace that objects of the cluster go to, sorted. */
  get allNamespaces(): string[] {
    return [...new Set([...this.namespaces, this.fallbackNamespace])].sort();
  }

  get ignoredDifferences() {
    return ignoredDifferences(this.writtenAtRunTime);
  }
}

/** What has been rendered for a mesh: the clusters, and the kinds of their objects. */
export class RenderedMesh {
  private readonly byName = new Map<string, RenderedCluster>();
  private readonly clusterKinds = new Map<string, GroupKind>();
  private readonly namespacedKinds = new Map<string, GroupKind>();
  private readonly seen = new WeakSet<RenderedObject>();

  /** @param istio namespace of Istio */
  constructor(private readonly istio: string) {}

  /** Clusters with at least one file, in the order of their files. */
  get clusters(): readonly RenderedCluster[] {
    return [...this.byName.values()];
  }

  /** @param isText whether the file is people's own text rather than made of constructs */
  add(cluster: string, objects: Iterable<RenderedObject>, isText = false): void {
    const rendered = this.byName.get(cluster) ?? new RenderedCluster(cluster, this.istio);
    this.byName.set(cluster, rendered);
    if (isText) rendered.hasTexts = true;
    for (const object of objects) {
      for (const written of object.writtenAtRunTime) rendered.writtenAtRunTime.add(written);
      if (object.namespace !== undefined) rendered.namespaces.add(object.namespace);
      else if (scopeOf(object.group, object.kind) !== 'cluster') rendered.usesFallback = true;
      // Clusters share the parts that they have in common, and so the objects in them.
      if (this.seen.has(object)) continue;
      this.seen.add(object);
      this.addKind(object);
    }
  }

  /** Kinds of the objects, sorted by group and name. A kind of which nobody knows the scope is in both lists. */
  get kinds(): { readonly cluster: GroupKind[]; readonly namespaced: GroupKind[] } {
    return { cluster: sorted(this.clusterKinds), namespaced: sorted(this.namespacedKinds) };
  }

  private addKind({ group, kind, namespace }: RenderedObject): void {
    const scope = namespace === undefined ? scopeOf(group, kind) : 'namespace';
    const key = `${group}/${kind}`;
    if (scope !== 'namespace') this.clusterKinds.set(key, { group, kind });
    if (scope !== 'cluster') this.namespacedKinds.set(key, { group, kind });
  }
}

function sorted(kinds: ReadonlyMap<string, GroupKind>): GroupKind[] {
  return [...kinds].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, kind]) => kind);
}
