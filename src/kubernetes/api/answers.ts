import { isMap } from '../../is-map';
import { defined, listAt, textAt } from '../fields';
import type { KindRef } from '../kinds';
import type { KubeObject, ListQuery } from './cluster';
import { type Answer, LARGEST_ANSWER } from './request';

/*
 * The shapes of what an API server answers, checked once where the answer enters. A function returns undefined for any
 * other shape.
 */

const isText = (value: unknown): boolean => typeof value === 'string';
const isTextMap = (value: unknown): boolean => isMap(value) && Object.values(value).every(isText);

const METADATA: ReadonlyMap<string, (value: unknown) => boolean> = new Map(
  Object.entries({
    namespace: isText,
    uid: isText,
    resourceVersion: isText,
    creationTimestamp: isText,
    deletionTimestamp: isText,
    labels: isTextMap,
    annotations: isTextMap,
  }),
);

/** An object of a kind. Items of a list do not say their kind themselves. */
export function objectIn(body: unknown, kind: KindRef): KubeObject | undefined {
  if (!isMap(body) || !isMap(body.metadata)) return undefined;
  const name = textAt(body, 'metadata', 'name');
  const present = Object.entries(body.metadata).filter(([, value]) => value !== null);
  if (name === undefined || !present.every(([key, value]) => METADATA.get(key)?.(value) ?? true))
    return undefined;
  const metadata = { ...Object.fromEntries(present), name };
  return { ...body, apiVersion: kind.apiVersion, kind: kind.kind, metadata };
}

function itemsIn(body: unknown, kind: KindRef): KubeObject[] | undefined {
  if (!isMap(body) || !(body.items == null || Array.isArray(body.items))) return undefined;
  const items = listAt(body, 'items').map((item) => objectIn(item, kind));
  const valid = items.filter((item) => item !== undefined);
  return valid.length === items.length ? valid : undefined;
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

/** Objects of a page, as kubectl asks for them. */
const PAGE = 500;
/** Pages of a list: with {@link PAGE} more objects than Kubernetes supports of any kind. */
const MOST_PAGES = 1000;

/** Asks for a page; statuses beside 2xx and `accept` fail. */
type Ask = (parameters: string, accept: readonly number[]) => Promise<Answer>;

/**
 * All pages of a list. When the server has forgotten the state that the pages show (410), everything is read again,
 * once, in one piece, which does not expire.
 * @returns undefined when an answer is no list
 */
export async function allPages(
  kind: KindRef,
  { labels, fields, atMost = Number.POSITIVE_INFINITY }: ListQuery,
  ask: Ask,
): Promise<readonly KubeObject[] | 'endless' | undefined> {
  const all: KubeObject[] = [];
  let limit: number | undefined = Math.min(atMost, PAGE);
  let next: string | undefined;
  let size = 0;
  for (let pages = 1; pages <= MOST_PAGES && size <= LARGEST_ANSWER; pages += 1) {
    const query = { limit: limit?.toString(), continue: next, labelSelector: labels, fieldSelector: fields };
    const parameters = new URLSearchParams(defined(query)).toString();
    const answer = await ask(parameters, limit === undefined ? [404] : [404, 410]);
    if (answer.status === 404) return [];
    if (answer.status === 410) {
      all.length = 0;
      [limit, next] = [undefined, undefined];
      continue;
    }
    const page = itemsIn(answer.body, kind);
    if (page === undefined) return undefined;
    for (const item of page) all.push(item);
    const previous = next;
    next = textAt(answer.body, 'metadata', 'continue');
    if (next === undefined || all.length >= atMost) return all;
    if (next === previous) return 'endless';
    size += answer.size;
  }
  return 'endless';
}
