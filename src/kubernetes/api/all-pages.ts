import { pageIn } from './answers';
import type { KindRef, KubeObject, ListQuery } from './cluster';
import { type Answer, LARGEST_ANSWER } from './request';

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
  const found: KubeObject[] = [];
  let limit: number | undefined = Math.min(atMost, PAGE);
  let next: string | undefined;
  let size = 0;
  for (let pages = 1; pages <= MOST_PAGES && size <= LARGEST_ANSWER; pages += 1) {
    const parameters = new URLSearchParams({
      ...(limit === undefined ? {} : { limit: String(limit) }),
      ...(next === undefined ? {} : { continue: next }),
      ...(labels === undefined ? {} : { labelSelector: labels }),
      ...(fields === undefined ? {} : { fieldSelector: fields }),
    });
    const answer = await ask(parameters.toString(), limit === undefined ? [404] : [404, 410]);
    if (answer.status === 404) return [];
    if (answer.status === 410) {
      found.length = 0;
      [limit, next] = [undefined, undefined];
      continue;
    }
    const page = pageIn(answer.body, kind);
    if (page === undefined) return undefined;
    for (const item of page.items) found.push(item);
    if (page.next === undefined || found.length >= atMost) return found;
    if (page.next === next) return 'endless';
    next = page.next;
    size += answer.size;
  }
  return 'endless';
}
