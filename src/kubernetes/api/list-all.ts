import type { KindRef, KubeObject, ListQuery } from './cluster';
import type { Answer } from './request';

/** Objects of a page, as kubectl asks for them. */
const PAGE = 500;

interface Page {
  readonly items?: readonly Omit<KubeObject, 'apiVersion' | 'kind'>[] | null;
  readonly metadata?: { readonly continue?: string };
}

/** Asks for a page; statuses beside 2xx and `accept` fail. */
type Ask = (query: string, accept: readonly number[]) => Promise<Answer>;

/**
 * All pages of a list. When the server has forgotten the state that the pages show (410), everything is read again,
 * once, in one piece, which does not expire.
 */
export async function listAll(kind: KindRef, query: ListQuery, ask: Ask): Promise<readonly KubeObject[]> {
  return (await pages(kind, query, ask, PAGE)) ?? (await pages(kind, query, ask, undefined)) ?? [];
}

async function pages(
  kind: KindRef,
  { labels, fields, atMost = Number.POSITIVE_INFINITY }: ListQuery,
  ask: Ask,
  page: number | undefined,
): Promise<KubeObject[] | undefined> {
  const found: KubeObject[] = [];
  const limit = atMost < PAGE ? atMost : page;
  for (let from: string | undefined; ; ) {
    const answer = await ask(
      new URLSearchParams({
        ...(limit === undefined ? {} : { limit: String(limit) }),
        ...(from === undefined ? {} : { continue: from }),
        ...(labels === undefined ? {} : { labelSelector: labels }),
        ...(fields === undefined ? {} : { fieldSelector: fields }),
      }).toString(),
      page === undefined ? [404] : [404, 410],
    );
    if (answer.status === 404) return [];
    if (answer.status === 410) return undefined;
    const { items, metadata } = answer.body as Page;
    for (const item of Array.isArray(items) ? items : [])
      found.push({ ...item, apiVersion: kind.apiVersion, kind: kind.kind } as KubeObject);
    from = metadata?.continue;
    if (from === undefined || from === '' || found.length >= atMost) return found;
  }
}
