import { between, enters, MOST_PEERS, type Served, serves } from './arrows';
import { boxGroups } from './box-groups';
import { clusterBox, type DrawnApart, MOST_CLUSTERS, primaryBox, WIDEST } from './boxes';
import { arrange, type Entry } from './frames';
import { type Gateway, gatewaysOf } from './gateways';
import type { ClusterModel, PageModel, PrimaryModel } from './page-model';
import type { Arrow, PicturePart } from './picture';
import { type Place, placesOf } from './places';
import { shortened } from './short-text';

/** The clusters of a mesh, and the arrows between them. */
export interface Graph {
  readonly parts: readonly PicturePart[];
  readonly arrows: readonly Arrow[];
  /**
   * Number of boxes for the remotes, or for all clusters of several primaries. Undefined if each cluster has its own.
   */
  readonly groups?: number;
}

/** The frame of primaries without arrows. */
const PRIMARIES: Place = { title: 'primary clusters' };

/** The callers of a gateway from outside its network. */
const CALLERS: Entry = {
  node: { id: 'others', shape: 'callers', box: { title: 'applications', lines: ['in other networks'] } },
  place: undefined,
};

/** The parts of a mesh to draw. */
interface Plan {
  readonly model: PageModel;
  /** Whether each cluster has a box. */
  readonly alone: boolean;
  /** The primaries with their own box. A box of several does not show which of them serves a remote. */
  readonly serving: readonly PrimaryModel[];
  readonly gateways: readonly Gateway[];
  readonly placeOf: (network: string | undefined) => Place | undefined;
}

/** A box of remotes, and the primary that serves them. Undefined if no box shows only that primary. */
interface RemoteEntry extends Entry {
  readonly primary: PrimaryModel | undefined;
}

/** Returns the picture of a mesh. If there are too many clusters, those with the same options share a box. */
export function meshGraph(model: PageModel): Graph {
  const plan = planOf(model);
  const primaries = primaryEntries(plan);
  const gateways = gatewayEntries(plan);
  const remotes = remoteEntries(plan);
  const entered = idsOf(gateways.filter((_, index) => plan.gateways[index]?.takesTraffic === true));
  const callers = entered.length > 0 ? [CALLERS] : [];
  const { parts, endOf } = arrange([...primaries, ...gateways, ...remotes, ...callers]);
  const endsOf = (entries: readonly Entry[]) => [...new Set(idsOf(entries).map(endOf))];
  const served = plan.serving.map((primary, index): Served => {
    const own = remotes.filter((remote) => remote.primary === primary);
    const isNear = ({ place }: Entry) => place === primaries[index]?.place;
    const through = (exposes: PrimaryModel | undefined) =>
      gateways.filter((_, place) => plan.gateways[place]?.exposes === exposes);
    return {
      primary: primaries[index]?.node.id ?? '',
      gateway: idsOf(through(primary))[0],
      before: idsOf(callers),
      beside: idsOf(through(undefined).filter(isNear)),
      near: endsOf(own.filter(isNear)),
      far: endsOf(own.filter((remote) => !isNear(remote))),
    };
  });
  return {
    parts,
    arrows: [...between(idsOf(primaries)), ...served.flatMap(serves), ...enters(CALLERS.node.id, entered)],
    ...(plan.alone ? {} : { groups: remotes.length + (model.primaries.length === 1 ? 0 : primaries.length) }),
  };
}

function idsOf(entries: readonly Entry[]): string[] {
  return entries.map(({ node }) => node.id);
}

function planOf(model: PageModel): Plan {
  const { primaries, remotes } = model;
  const alone = primaries.length - 1 + remotes.length <= MOST_CLUSTERS;
  const serving = alone || primaries.length === 1 ? primaries : [];
  const places = placesOf(model, !alone);
  return {
    model,
    alone,
    serving,
    gateways: gatewaysOf(model, serving),
    placeOf: (network) => places.get(network),
  };
}

/**
 * Ids are numbers, because JavaScript lists such keys of an object first and Mermaid's layout begins with them. So
 * primaries are on the left. Pictures without networks and gateways stay unchanged.
 */
function primaryEntries({ model, serving, gateways, placeOf }: Plan): Entry[] {
  const isFlat =
    model.primaries.length === 1 &&
    gateways.length === 0 &&
    placeOf(model.primaries[0]?.network) === undefined;
  const boxes =
    serving.length > 0
      ? serving.map((primary) => ({
          network: primary.network,
          box: primaryBox(model, primary, drawnApart(primary, gateways)),
        }))
      : boxGroups(model.primaries, ['primary', 'primaries'], placeOf);
  // Boxes without arrows may be arranged in columns.
  const alike = model.remotes.length === 0 && boxes.length > MOST_PEERS ? PRIMARIES : undefined;
  return boxes.map(({ network, box }, index) => ({
    alike,
    node: { id: isFlat ? 'primary' : String(index + 1), shape: 'cluster', box },
    place: placeOf(network),
  }));
}

function gatewayEntries({ gateways, placeOf }: Plan): Entry[] {
  return gateways.map(({ network, box }, index) => ({
    node: { id: `g${index}`, shape: 'gateway', box },
    place: placeOf(network),
  }));
}

function remoteEntries({ model, alone, serving, gateways, placeOf }: Plan): RemoteEntry[] {
  const { primaries, remotes } = model;
  const single = primaries.length === 1 ? primaries[0] : undefined;
  const boxes = alone
    ? remotes.map((remote) => ({
        network: remote.network,
        box: clusterBox(remote, drawnApart(remote, gateways)),
        primary: serving.find(({ name }) => name === remote.primary) ?? single,
      }))
    : boxGroups(remotes, single === undefined ? ['remote', 'remotes'] : ['cluster', 'clusters'], placeOf).map(
        (group) => ({ ...group, primary: single }),
      );
  const title = (primary: PrimaryModel | undefined) =>
    single !== undefined || primary === undefined
      ? 'remote clusters'
      : shortened(`remote clusters of ${primary.name}`, WIDEST);
  const sets = new Map([...serving, undefined].map((primary) => [primary, { title: title(primary) }]));
  return boxes.map(({ network, box, primary }, index) => ({
    node: { id: `r${index}`, shape: 'cluster', box },
    place: placeOf(network),
    alike: sets.get(primary),
    primary,
  }));
}

/** Returns the parts of a cluster with their own box. */
function drawnApart(cluster: ClusterModel, gateways: readonly Gateway[]): DrawnApart {
  return {
    gateway: gateways.some(({ clusters }) => clusters.includes(cluster)),
    controlPlane: gateways.some(({ exposes }) => exposes === cluster),
  };
}
