import type { KubeObject } from './cluster';
import { isStatus } from './failures';
import type { Answer } from './request';
import { sleep } from './time-limit';

/** Pause between two looks. */
const POLL = 250;

/** Options of a deletion. @param uid deletes only this very object */
export function deleteOptions(uid: string | undefined): object {
  const preconditions = uid === undefined ? {} : { preconditions: { uid } };
  return { apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: 'Background', ...preconditions };
}

/** The uid of what was deleted: the server answers with the object, or with a Status that names it. */
export function uidIn({ body }: Answer): string | undefined {
  const { metadata, details } = body as { metadata?: { uid?: string }; details?: { uid?: string } };
  return isStatus(body) ? details?.uid : metadata?.uid;
}

/** Looks until an object is gone, or another one has its name. @returns false when it is still there at the end */
export async function isGone(
  look: () => Promise<KubeObject | undefined>,
  uid: string | undefined,
  limit: number,
): Promise<boolean> {
  const end = performance.now() + limit;
  for (;;) {
    const found = await look();
    if (found === undefined || (uid !== undefined && found.metadata.uid !== uid)) return true;
    if (performance.now() >= end) return false;
    await sleep(Math.min(POLL, limit / 4));
  }
}
