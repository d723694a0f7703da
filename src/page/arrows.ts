import type { Arrow } from './picture';

/** A primary and its remotes, by the ids of the boxes or frames with their arrows. */
export interface Served {
  readonly primary: string;
  /** The gateway that remotes call it through. Undefined if none is drawn. */
  readonly gateway: string | undefined;
  /** Drawn to the left of the primary: callers of the gateways from other networks. */
  readonly before: readonly string[];
  /** Gateways in the frame of the primary that do not lead to a primary. */
  readonly beside: readonly string[];
  /** Remotes in the frame of the primary. */
  readonly near: readonly string[];
  /** Remotes in other frames. */
  readonly far: readonly string[];
}

/** With more primaries, arrows for each pair would be a tangle. */
export const MOST_PEERS = 8;

/** Returns an arrow for each pair of primaries, or none if there are too many. */
export function between(primaries: readonly string[]): Arrow[] {
  if (primaries.length > MOST_PEERS) return [];
  return primaries.flatMap((from, index) =>
    primaries.slice(index + 1).map((to): Arrow => ({ from, to, kind: 'both read' })),
  );
}

/**
 * Returns the arrows between a primary and its remotes, which may call it through a gateway. The invisible order
 * arrows keep lines from crossing boxes: without them the layout puts the gateway after the remotes, which the
 * primary reads directly.
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

/** Returns the arrows of traffic from other networks into each gateway. */
export function enters(callers: string, gateways: readonly string[]): Arrow[] {
  return gateways.map((gateway) => arrow(callers, 'traffic', gateway));
}

/** Returns invisible arrows that order boxes from left to right. */
function order(from: string, behind: readonly string[]): Arrow[] {
  return behind.map((to) => arrow(from, 'order', to));
}

function arrow(from: string, kind: Arrow['kind'], to: string): Arrow {
  return { from, to, kind };
}
