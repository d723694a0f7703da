import { isMap } from '../is-map';
import { listAt, textAt } from '../kubernetes/fields';
import { someOf } from '../some-of';
import type { ObjectChange } from './compare-objects';
import type { FoundConsequence } from './consequences';
import { code, objectTitle } from './markdown/code';
import { type ReviewObject, readObject } from './review-object';

/** Limit of objects in one sentence. */
const LISTED = 10;

/** What the AppProject of a mesh no longer permits. */
export class ProjectLimits {
  private readonly kinds: ReadonlySet<string>;
  /** Namespaces by the name or server of their cluster in Argo CD. */
  private readonly namespaces = new Map<string, string[]>();

  /** @param before changed documents of the folder for Argo CD, before @param after the same, after */
  constructor(before: readonly string[], after: readonly string[]) {
    const [old, wanted] = [before, after].map(projectsIn);
    // Without our own project, the limits are not known.
    const isCompared = old !== undefined && wanted !== undefined && wanted.length > 0;
    this.kinds = isCompared ? without(old.flatMap(kindsOf), wanted.flatMap(kindsOf)) : new Set();
    const lost = isCompared ? without(old.flatMap(destinationsOf), wanted.flatMap(destinationsOf)) : [];
    for (const text of lost) {
      const [place = '', namespace = ''] = JSON.parse(text) as string[];
      this.namespaces.set(place, [...(this.namespaces.get(place) ?? []), namespace]);
    }
  }

  /**
   * Returns the namespaces of a cluster that are no longer permitted.
   * @param cluster its name or server in Argo CD
   */
  namespacesLostBy(cluster: string): readonly string[] {
    return this.namespaces.get(cluster) ?? [];
  }

  /** Returns what a sync of the cluster can no longer delete after the project is applied. */
  orphans(changes: readonly ObjectChange[], lostNamespaces: readonly string[]): FoundConsequence[] {
    const orphaned = changes.filter(
      ({ outcome, object: { group, kind, namespace } }) =>
        outcome === 'removed' &&
        (this.kinds.has(`${group}/${kind}`) ||
          (namespace !== undefined && lostNamespaces.includes(namespace))),
    );
    if (orphaned.length === 0) return [];
    const titles = orphaned.map(({ object }) => objectTitle(object));
    const list = someOf(titles, LISTED);
    return [
      {
        rule: 'projectNoLongerPermits',
        text: `With Argo CD, sync this cluster with pruning before you apply the project in ${code('argocd/')}. The new project no longer permits ${list}: afterwards Argo CD neither deletes nor shows what it no longer permits.`,
        of: orphaned,
      },
    ];
  }
}

function projectsIn(texts: readonly string[]): ReviewObject[] {
  return texts
    .filter((text) => text.includes('AppProject'))
    .flatMap((text) => readObject(text) ?? [])
    .filter(({ group, kind }) => group === 'argoproj.io' && kind === 'AppProject');
}

function without(before: readonly string[], after: readonly string[]): Set<string> {
  const kept = new Set(after);
  return new Set(before.filter((entry) => !kept.has(entry)));
}

function kindsOf({ fields }: ReviewObject): string[] {
  return ['clusterResourceWhitelist', 'namespaceResourceWhitelist'].flatMap((key) =>
    listAt(fields, 'spec', key)
      .filter(isMap)
      .map(({ group, kind }) => `${group}/${kind}`),
  );
}

/** Returns each cluster and namespace as JSON. */
function destinationsOf({ fields }: ReviewObject): string[] {
  return listAt(fields, 'spec', 'destinations').map((destination) => {
    const place = textAt(destination, 'name') ?? textAt(destination, 'server') ?? '';
    // The project contains patterns with backslashes as escapes.
    return JSON.stringify([place.replace(/\\(.)/g, '$1'), textAt(destination, 'namespace')]);
  });
}
