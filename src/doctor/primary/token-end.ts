import { tokenLife } from '../../kubernetes/api/credentials';
import { broken, type Observation, warning } from '../finding';

const DAY = 86_400_000;

/** A token has to be renewed before this part of its lifetime is left, and at least a week before it expires. */
const LAST_PART = 1 / 10;
const LONGEST_NOTICE = 7 * DAY;

/**
 * Checks whether the token that the primary uses for a cluster has expired or soon will.
 * @param cluster id of the cluster
 * @returns undefined if the token does not expire, or not soon
 */
export function checkTokenEnd(token: string, cluster: string): Observation | undefined {
  const life = tokenLife(token);
  if (life === undefined) return undefined;
  const left = life.ends - Date.now();
  const end = new Date(life.ends).toISOString();
  const fix = `Run \`istio-remote join ${cluster} --token-request\`, and \`join --all --renew-before\` on a schedule`;
  if (left <= 0) return broken(`the token on the primary expired on ${end}`, fix);
  const notice = Math.min(LONGEST_NOTICE, (life.lifetime ?? Number.POSITIVE_INFINITY) * LAST_PART);
  return left > notice ? undefined : warning(`the token on the primary expires on ${end}`, fix);
}
