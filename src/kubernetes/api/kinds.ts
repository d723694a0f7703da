import type { KindRef } from './cluster';
import { groupPath, knownPlural, preferredVersions, type Resource, resourcesOf } from './resources';

/** What kinds a cluster knows; asks it once for each group, and never for the kinds that every cluster has. */
export class Kinds {
  private readonly groups = new Map<string, Promise<ReadonlyMap<string, Resource>>>();

  /** @param ask gets a discovery document; undefined when there is none */
  constructor(private readonly ask: (path: string) => Promise<unknown>) {}

  /** As the kind is spelled in paths; undefined when the cluster does not know it. */
  async plural(kind: KindRef): Promise<string | undefined> {
    return knownPlural(kind) ?? (await this.group(kind.apiVersion)).get(kind.kind)?.name;
  }

  /** Every kind that can be listed by namespace, in the version that the server prefers. */
  async listedByNamespace(): Promise<readonly (KindRef & { readonly plural: string })[]> {
    const found: (KindRef & { readonly plural: string })[] = [];
    for (const apiVersion of ['v1', ...preferredVersions(await this.ask('/apis'))]) {
      for (const [kind, { name, isListed, isNamespaced }] of await this.group(apiVersion)) {
        if (isListed && isNamespaced) found.push({ apiVersion, kind, plural: name });
      }
    }
    return found;
  }

  private group(apiVersion: string): Promise<ReadonlyMap<string, Resource>> {
    const asked = this.groups.get(apiVersion) ?? this.ask(groupPath(apiVersion)).then(resourcesOf);
    this.groups.set(apiVersion, asked);
    return asked;
  }
}
