import type { Arrow } from './picture';

/** A primary and its remotes, by the ids of what has their arrows. */
export interface Served {
  readonly primary: string;
  /** Through which remotes call it; undefined: through none that is drawn. */
  readonly gateway: string | undefined;
  /** What is left of the primary: whoever calls the gateways from other networks. */
  readonly before: readonly string[];
  /** Gateways in the frame of the primary through which nobody calls a primary. */
  readonly beside: readonly string[];
  /** Remotes in the frame of the primary. */
  readonly near: readonly string[];
  /** Remotes in other frames. */
  readonly far: readonly string[];
}

/** Primaries with an arrow for each pair: more of them would be a tangle. */
export const MOST_PEERS = 8;

/** An arrow for each pair of primaries, or none where they are too many. */
export function between(primaries: readonly string[]): Arrow[] {
  if (primaries.length > MOST_PEERS) return [];
  return primaries.flatMap((from, index) =>
    primaries.slice(index + 1).map((to): Arrow => ({ from, to, kind: 'both read' })),
  );
}

/**
 * The arrows between a primary and its remotes, which may call it through a gateway. Those of the order make lines that
 * cross no box: without them the layout puts the gateway behind the remotes, which the primary reads without it.
 */
export function serves({ primary, gateway, before, beside, near, far }: Served): Arrow[] {
  const remotes = [...near, ...far];
  if (remotes.length === 0) return [];
  const [last] = near;
  return [
    ...before.flatMap((one) => order(one, [primary])),
    ...order(primary, gateway === undefined ? beside : [gateway, ...beside]),
    ...(gateway === undefined ? [] : [...order(gateway, remotes), arrow(gateway, 'calls', primary)]),
    ...remotes.flatMap((remote) => [
      arrow(primary, 'reads', remote),
      arrow(remote, 'calls', gateway ?? primary),
    ]),
    ...(last === undefined ? [] : order(last, far)),
  ];
}

/** Traffic from other networks into each gateway. */
export function enters(callers: string, gateways: readonly string[]): Arrow[] {
  return gateways.map((gateway) => arrow(callers, 'traffic', gateway));
}

/** What comes behind something, from left to right. */
function order(from: string, behind: readonly string[]): Arrow[] {
  return behind.map((to) => arrow(from, 'order', to));
}

function arrow(from: string, kind: Arrow['kind'], to: string): Arrow {
  return { from, to, kind };
}
