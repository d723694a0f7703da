/** A kind of object; core kinds have the apiVersion `v1`. */
export interface KindRef {
  readonly apiVersion: string;
  readonly kind: string;
}

/** Kinds of one API version. */
export function kindsOf(apiVersion: string, ...kinds: readonly string[]): KindRef[] {
  return kinds.map((kind) => ({ apiVersion, kind }));
}

/** `apps` of `apps/v1`; empty for the core group. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

/** Kinds of which no object is deleted lightly: everything in a namespace, and of a definition, goes with it. */
export const HOLDING_KINDS: ReadonlySet<string> = new Set(['Namespace', 'CustomResourceDefinition']);
