import type { Cluster, KubeObject } from '../kubernetes/api/cluster';
import { type TokenLife, tokenLife } from '../kubernetes/api/credentials';
import { decodedAt } from '../kubernetes/fields';
import { UserError } from '../problem';
import { storedKubeconfig } from '../remote-secret/stored-kubeconfig';
import type { LineMembership } from './line-membership';
import { dataOf, holdersOf, labelledSecrets } from './secret-holders';

/** Which tokens on the primary are renewed. */
export interface Renewal {
  /** A token is renewed from this many seconds before it expires. */
  readonly beforeSeconds: number;
  /** Renew even if the control plane loses the cluster's endpoints for a moment. @default false */
  readonly allowGap?: boolean;
}

/** The planned change of a cluster's token. */
export type RenewalPlan =
  | {
      readonly isDue: true;
      /** Lifetime of the new token. */
      readonly seconds: number;
    }
  | {
      readonly isDue: false;
      /** Why the token stays. */
      readonly because: string;
      /** When the token expires. @default - never */
      readonly expires?: Date;
    };

interface RenewalOptions extends Renewal {
  /** Lifetime of the new token. @default - the lifetime of the old one */
  readonly tokenSeconds?: number | undefined;
}

/**
 * Examines the token of a cluster on the primary. Changes nothing.
 * @throws UserError if a renewal fails, now or when it is due
 */
export async function planRenewal(
  primary: Cluster,
  namespace: string,
  cluster: string,
  facts: Pick<LineMembership, 'remoteSecret'>,
  { beforeSeconds, allowGap, tokenSeconds }: RenewalOptions,
): Promise<RenewalPlan> {
  const found = await storedToken(primary, namespace, cluster);
  if (found.token === undefined) return { isDue: false, because: found.because };
  const life = tokenLife(found.token);
  if (life === undefined) return { isDue: false, because: 'its token does not expire' };
  const { replacedBecause } = facts.remoteSecret;
  if (replacedBecause !== undefined && allowGap !== true)
    throw new UserError(
      `${cluster}: ${replacedBecause}, so each renewal costs all endpoints of ${cluster} for a second or more. Accept that with --allow-gap`,
    );
  const seconds = tokenSeconds ?? lifetimeOf(life, cluster);
  refuseShortLife(cluster, seconds, beforeSeconds);
  const expires = new Date(life.ends);
  return life.ends - Date.now() > beforeSeconds * 1000
    ? { isDue: false, because: `its token expires on ${expires.toISOString()}`, expires }
    : { isDue: true, seconds };
}

/**
 * Finds the token that the control plane uses to read a cluster, or says why there is none to renew.
 * @throws UserError
 */
async function storedToken(
  primary: Cluster,
  namespace: string,
  cluster: string,
): Promise<{ readonly token: string } | { readonly token: undefined; readonly because: string }> {
  const [holder] = holdersOf(await labelledSecrets(primary, namespace), cluster);
  const fix = `Run \`istio-remote join ${cluster} --token-request\``;
  if (holder === undefined)
    throw new UserError(`${cluster}: ${primary.name} has no kubeconfig of it to renew. ${fix}`);
  const stored = storedKubeconfig(decodedAt(holder, 'data', cluster) ?? '');
  if (!('server' in stored)) {
    if (stored.outside !== undefined)
      return { token: undefined, because: `its kubeconfig ${stored.outside}` };
    throw new UserError(
      `${cluster}: its kubeconfig in the Secret ${namespace}/${holder.metadata.name} of ${primary.name} ${stored.wrong}. ${fix}`,
    );
  }
  const { token } = stored;
  return token === undefined ? { token, because: 'its kubeconfig has no token' } : { token };
}

function lifetimeOf({ lifetime }: TokenLife, cluster: string): number {
  if (lifetime !== undefined) return Math.ceil(lifetime / 1000);
  throw new UserError(
    `${cluster}: its token does not say when it was issued. Say how long the new one lives with --duration`,
  );
}

/** Refuses a lifetime so short that every run would renew the token. @throws UserError */
function refuseShortLife(cluster: string, seconds: number, beforeSeconds: number): void {
  if (beforeSeconds < seconds) return;
  throw new UserError(
    `${cluster}: its token lives for ${hoursText(seconds)}, and --renew-before of ${hoursText(beforeSeconds)} would renew it at every run. Give a shorter --renew-before, or a longer --duration if the API server allows it`,
  );
}

/** Checks the expiry that the server granted. @throws UserError if it is too early */
export function refuseEarlyEnd(
  cluster: string,
  expires: Date | undefined,
  { beforeSeconds }: Pick<Renewal, 'beforeSeconds'>,
): void {
  if (expires !== undefined) refuseShortLife(cluster, secondsUntil(expires), beforeSeconds);
}

function secondsUntil(time: Date): number {
  return (time.getTime() - Date.now()) / 1000;
}

/** Seconds of tolerance for clocks that differ. */
const CLOCK = 60;

/** Warns if the API server granted a shorter lifetime than requested. */
export function shortLifeWarnings(cluster: string, asked: number, expires: Date | undefined): string[] {
  if (expires === undefined) return [];
  const given = secondsUntil(expires);
  return given >= asked - CLOCK
    ? []
    : [
        `warning: ${cluster}: asked for a token of ${hoursText(asked)}, and the API server gave one of ${hoursText(given)}`,
      ];
}

/** Warns if a token that expires is replaced by one that does not. @param expires when the new one expires */
export function endlessWarnings(
  existing: KubeObject | undefined,
  cluster: string,
  expires: Date | undefined,
): string[] {
  if (existing === undefined || expires !== undefined || dataOf(existing)[cluster] === undefined) return [];
  const stored = storedKubeconfig(decodedAt(existing, 'data', cluster) ?? '');
  const token = 'server' in stored ? stored.token : undefined;
  return token === undefined || tokenLife(token) === undefined
    ? []
    : [
        `warning: ${cluster}: the token on the primary expires, and its replacement never does. Join with --token-request to get one that expires`,
      ];
}

const UNITS = [
  [3600, 'h'],
  [60, 'm'],
  [1, 's'],
] as const;

/** Formats `168h`, `30m` or `90s`, as on the command line. */
function hoursText(seconds: number): string {
  const rounded = Math.max(0, Math.round(seconds));
  // In a lifetime of hours, seconds are only differences between clocks.
  const shown = rounded >= 3600 ? Math.round(rounded / 60) * 60 : rounded;
  const [size, unit] = UNITS.find(([one]) => shown % one === 0) ?? [1, 's'];
  return `${shown / size}${unit}`;
}
