import { WIDEST } from './boxes';
import type { PageModel } from './page-model';
import { counted, shortened } from './short-text';

/** The place of clusters in the picture: the frame of their network. */
export interface Place {
  readonly title: string;
}

/** Limit of networks with their own frame in a picture of many clusters; the others share one. */
export const MOST_NETWORKS = 16;

/**
 * Returns the frame of each network, the first primary's first. A mesh with one network has none.
 * @param limited whether the last of many networks share a frame
 */
export function placesOf(
  model: PageModel,
  limited: boolean,
): ReadonlyMap<string | undefined, Place | undefined> {
  const clusters = [...model.primaries, ...model.remotes];
  const networks = [...new Set(clusters.map(({ network }) => network))];
  if (networks.length === 1 && networks[0] === undefined) return new Map();
  const closed = new Set(networksWithoutGateway(model));
  const own = limited && networks.length > MOST_NETWORKS ? MOST_NETWORKS - 1 : networks.length;
  const others = { title: `${counted(networks.length - own)} other networks` };
  return new Map(
    networks.map((network, index) => [network, index < own ? placeOf(network, closed) : others]),
  );
}

function placeOf(network: string | undefined, closed: ReadonlySet<string>): Place {
  if (network === undefined) return { title: 'no network' };
  const title = shortened(`network ${network}`, WIDEST);
  return { title: closed.has(network) ? `${title} (no gateway in mesh.yaml)` : title };
}

/** Returns networks whose pods are reachable only through a gateway that synth did not create. */
export function networksWithoutGateway({ primaries, remotes, betweenNetworks }: PageModel): string[] {
  if (betweenNetworks === undefined) return [];
  const clusters = [...primaries, ...remotes];
  const open = new Set(clusters.filter((one) => one.eastWestGateway === true).map(({ network }) => network));
  const networks = new Set(clusters.flatMap(({ network }) => network ?? []));
  return [...networks].filter((network) => !open.has(network));
}
