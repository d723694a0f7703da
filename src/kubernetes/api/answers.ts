import { isMap } from '../../is-map';
import { defined, listAt, textAt } from '../fields';
import type { KindRef } from '../kinds';
import type { KubeObject, ListQuery } from './cluster';
import { type Answer, LARGEST_ANSWER } from './request';

/*
 * Checks the shape of an API server's answers once, where they enter. Each function returns undefined for any other
 * shape.
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

/** Returns an answer as an object. Items of a list do not contain their kind, so the caller gives it. */
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

/** Returns the release of the API server, for example `1.20.2`, from its answer to /version. */
export function releaseIn(body: unknown): string | undefined {
  return /^v?(\d+\.\d+\.\d+)/.exec(textAt(body, 'gitVersion') ?? '')?.[1];
}

/** Whether a body is a Status object, which API servers use to explain errors. */
export function isStatus(body: unknown): boolean {
  return textAt(body, 'kind') === 'Status';
}

/** Returns the uid of a deleted object. The server answers with the object, or with a Status about it. */
export function deletedUid(body: unknown): string | undefined {
  return textAt(body, isStatus(body) ? 'details' : 'metadata', 'uid');
}

/** Objects per page, as kubectl requests them. */
const PAGE = 500;
/** Limit of pages of a list. With {@link PAGE}, it allows more objects than Kubernetes supports of any kind. */
const MOST_PAGES = 1000;

/** Requests a page. Any status except 2xx and `accept` throws. */
type Ask = (parameters: string, accept: readonly number[]) => Promise<Answer>;

/**
 * Reads all pages of a list. If the server has forgotten the state that the pages show (410), it reads everything
 * again, once and in one request, which cannot expire.
 * @returns undefined if an answer is no list
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
