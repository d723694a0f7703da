import { type Box, box, EAST_WEST_GATEWAY, endpointLines } from './boxes';
import {
  type ClusterModel,
  groupedBy,
  type NetworkTraffic,
  type PageModel,
  type PrimaryModel,
} from './page-model';
import { MOST_NETWORKS } from './places';
import { counted, someOf } from './short-text';

/** East-west gateways that share a box. */
export interface Gateway {
  readonly network: string | undefined;
  readonly box: Box;
  /** The clusters with these gateways. */
  readonly clusters: readonly ClusterModel[];
  /** The primary that remotes reach through one of them. */
  readonly exposes: PrimaryModel | undefined;
  /** Whether applications of other networks call it. */
  readonly takesTraffic: boolean;
}

/** With more boxes of gateways, the picture would be a tangle. */
const MOST_GATEWAYS = 16;

/**
 * Returns the gateways to draw, one box for each network. If remotes call several primaries of one network through
 * gateways, each primary has a box. With too many networks or gateways, no traffic between networks is drawn.
 * @param serving primaries that remotes may call
 */
export function gatewaysOf(model: PageModel, serving: readonly PrimaryModel[]): Gateway[] {
  const { primaries, remotes, betweenNetworks } = model;
  const networks = new Set([...primaries, ...remotes].map(({ network }) => network)).size;
  const all = drawn(model, serving, betweenNetworks);
  if (all.length <= MOST_GATEWAYS && networks <= MOST_NETWORKS) return all;
  const calledByRemotes = drawn(model, serving, undefined);
  return calledByRemotes.length > MOST_GATEWAYS ? [] : calledByRemotes;
}

function drawn(
  { primaries, remotes }: PageModel,
  serving: readonly PrimaryModel[],
  traffic: NetworkTraffic | undefined,
): Gateway[] {
  const called = serving.filter(
    ({ exposedByGateway, controlPlane }) => exposedByGateway === true && controlPlane.length > 0,
  );
  const isCalled = (cluster: ClusterModel) => called.some((primary) => primary === cluster);
  const clusters = [...primaries, ...remotes].filter(
    (one: ClusterModel) =>
      isCalled(one) || (one.eastWestGateway === true && traffic !== undefined && one.network !== undefined),
  );
  return [...groupedBy(clusters, ({ network }) => network).values()].flatMap((members) => {
    const own = called.filter((primary) => members.includes(primary));
    if (own.length <= 1) return [gatewayBox(members, traffic, own[0])];
    const others = members.filter((one) => !isCalled(one));
    return [
      ...own.map((primary) => gatewayBox([primary], traffic, primary)),
      ...(others.length === 0 ? [] : [gatewayBox(others, traffic)]),
    ];
  });
}

function gatewayBox(
  clusters: readonly ClusterModel[],
  traffic: NetworkTraffic | undefined,
  exposes?: PrimaryModel,
): Gateway {
  const isEntered = traffic !== undefined && clusters[0]?.network !== undefined;
  const names = clusters.map(({ name }) => name);
  const title = names.length === 1 ? EAST_WEST_GATEWAY : `${counted(names.length)} ${EAST_WEST_GATEWAY}s`;
  return {
    network: clusters[0]?.network,
    clusters,
    exposes,
    takesTraffic: isEntered,
    box: box(title, [
      `of ${someOf(names, 3)}`,
      ...(exposes?.controlPlane ?? []).flatMap((endpoint) =>
        endpointLines(
          names.length === 1 ? endpoint : { ...endpoint, address: `of ${exposes?.name} ${endpoint.address}` },
        ),
      ),
      ...(isEntered ? [`port ${traffic.port} for other networks`] : []),
    ]),
  };
}
