import { codeOf } from '../../problem';
import type { Connection } from './connection';
import { answerError, networkError, type Purpose } from './failures';
import { type Answer, send } from './request';
import { type Deadline, sleep } from './time-limit';

/** One call of the API. */
export interface Call extends Purpose {
  /** Path from the server's root, with the query. */
  readonly path: string;
  readonly body?: unknown;
  /** Statuses besides 2xx that count as an answer, not as a failure. */
  readonly accept?: readonly number[];
}

const MOST_TRIES = 3;
/** Milliseconds before the second try. The third waits three times as long. */
const FIRST_PAUSE = 200;

/**
 * Calls the API. The deadline covers all tries. After 429 it waits as long as the server asks, then repeats the call.
 * After 5xx or a broken connection it repeats only reads: a repeated write could take effect twice.
 * @throws ClusterError
 */
export async function call(connection: Connection, request: Call, deadline: Deadline): Promise<Answer> {
  const { method, path, body } = request;
  const isSafe = method === 'GET';
  for (let tries = 1; ; tries += 1) {
    const last = tries >= MOST_TRIES;
    const pause = FIRST_PAUSE * 3 ** (tries - 1);
    const base = await connection.base(deadline);
    let answer: Answer;
    try {
      answer = await send({ method, url: connection.url(path), body }, base, deadline);
    } catch (error) {
      if (isSafe && !last && isBroken(error) && deadline.left() > pause) {
        await sleep(pause);
        continue;
      }
      throw networkError(connection, request, error, deadline);
    }
    const { status } = answer;
    if (answer.body !== undefined && status >= 200 && status < 300) return answer;
    if (request.accept?.includes(status)) return answer;
    if (status === 401 && tries === 1 && connection.refused(base)) continue;
    const wait = waitBefore(answer, isSafe, pause);
    if (last || wait === undefined || wait >= deadline.left())
      throw answerError(connection, request, answer, tries);
    await sleep(wait);
  }
}

/**
 * Returns the milliseconds to wait before the next try. Undefined if another try would not help, or could take effect
 * twice.
 */
function waitBefore({ status, retryAfter }: Answer, isSafe: boolean, pause: number): number | undefined {
  const wait = retryAfter === undefined ? pause : retryAfter * 1000;
  if (status === 429) return wait;
  return isSafe && status >= 500 && status !== 501 ? Math.max(wait, pause) : undefined;
}

function isBroken(error: unknown): boolean {
  return ['ECONNRESET', 'EPIPE'].includes(codeOf(error) ?? '');
}
