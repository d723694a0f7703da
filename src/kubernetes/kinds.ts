/** A kind of object. Core kinds have the apiVersion `v1`. */
export interface KindRef {
  readonly apiVersion: string;
  readonly kind: string;
}

/** Returns kinds of one API version. */
export function kindsOf(apiVersion: string, ...kinds: readonly string[]): KindRef[] {
  return kinds.map((kind) => ({ apiVersion, kind }));
}

/** Returns `apps` for `apps/v1`, and an empty text for the core group. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

/** Kinds whose deletion deletes other objects: everything in a namespace, and every object of a definition. */
export const HOLDING_KINDS: ReadonlySet<string> = new Set(['Namespace', 'CustomResourceDefinition']);
