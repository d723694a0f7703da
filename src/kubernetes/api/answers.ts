import { isMap } from '../../is-map';
import { listAt, textAt } from '../fields';
import type { KindRef, KubeObject } from './cluster';

/*
 * The shapes of what an API server answers. Each is checked here, once, where the answer enters; a function returns
 * undefined for another shape.
 */

const isText = (value: unknown): boolean => typeof value === 'string';
const isTextMap = (value: unknown): boolean => isMap(value) && Object.values(value).every(isText);

const METADATA: ReadonlyMap<string, (value: unknown) => boolean> = new Map([
  ...['name', 'namespace', 'uid', 'resourceVersion', 'creationTimestamp', 'deletionTimestamp'].map(
    (key) => [key, isText] as const,
  ),
  ...['labels', 'annotations'].map((key) => [key, isTextMap] as const),
]);

/** An object of a kind. Items of a list do not say their kind themselves. */
export function objectIn(body: unknown, kind: KindRef): KubeObject | undefined {
  const metadata = metadataIn(body);
  if (!isMap(body) || metadata === undefined) return undefined;
  return { ...body, apiVersion: kind.apiVersion, kind: kind.kind, metadata };
}

function metadataIn(body: unknown): KubeObject['metadata'] | undefined {
  if (!isMap(body) || !isMap(body.metadata)) return undefined;
  const present = Object.entries(body.metadata).filter(([, value]) => value !== null);
  const { name } = body.metadata;
  if (typeof name !== 'string' || name === '') return undefined;
  return present.every(([key, value]) => METADATA.get(key)?.(value) ?? true)
    ? { ...Object.fromEntries(present), name }
    : undefined;
}

/** A page of a list. */
export interface Page {
  readonly items: readonly KubeObject[];
  /** What to ask for the next page with; undefined on the last one. */
  readonly next: string | undefined;
}

export function pageIn(body: unknown, kind: KindRef): Page | undefined {
  if (!isMap(body) || !(body.items == null || Array.isArray(body.items))) return undefined;
  const items = listAt(body, 'items').map((item) => objectIn(item, kind));
  const whole = items.filter((item) => item !== undefined);
  return whole.length === items.length
    ? { items: whole, next: textAt(body, 'metadata', 'continue') }
    : undefined;
}

/** Release of the API server, such as `1.20.2`, in its answer to /version. */
export function releaseIn(body: unknown): string | undefined {
  return /^v?(\d+\.\d+\.\d+)/.exec(textAt(body, 'gitVersion') ?? '')?.[1];
}

/** Whether a body is the Status object with which an API server explains itself. */
export function isStatus(body: unknown): boolean {
  return textAt(body, 'kind') === 'Status';
}

/** The uid of what was deleted: the server answers with the object, or with a Status about it. */
export function deletedUid(body: unknown): string | undefined {
  return textAt(body, isStatus(body) ? 'details' : 'metadata', 'uid');
}

/** How an API server spells a kind in its paths, and what it offers. */
export interface Resource {
  readonly kind: string;
  /** Plural, in lower case. */
  readonly plural: string;
  /** Whether the objects of one namespace can be listed. */
  readonly isListedByNamespace: boolean;
}

/** Kinds in the discovery document of a group; subresources such as `pods/log` are left out. */
export function resourcesIn(body: unknown): Resource[] {
  return listAt(body, 'resources').flatMap((entry) => {
    const [kind, plural] = [textAt(entry, 'kind'), textAt(entry, 'name')];
    if (kind === undefined || plural === undefined || plural.includes('/')) return [];
    const isListed = isMap(entry) && entry.namespaced === true && listAt(entry, 'verbs').includes('list');
    return [{ kind, plural, isListedByNamespace: isListed }];
  });
}

/** The version of each group that the server prefers, such as `apps/v1`. */
export function preferredVersionsIn(body: unknown): string[] {
  return listAt(body, 'groups').flatMap((group) => textAt(group, 'preferredVersion', 'groupVersion') ?? []);
}
