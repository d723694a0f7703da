import { type Box, type BoxEntry, box, clusterEntry, MOST_CLUSTERS, WIDEST } from './boxes';
import { type ClusterModel, groupedBy, type PageModel } from './page-model';
import { counted, shortened, someOf } from './short-text';

/** A box with a name that arrows use. */
export interface GraphNode {
  readonly id: string;
  readonly box: Box;
}

/** An arrow: `calls` from a remote to its primary, `reads` both ways between two primaries, or to a remote. */
export interface GraphArrow {
  readonly from: string;
  readonly to: string;
  readonly kind: 'calls' | 'reads' | 'both read';
}

/** The clusters of a mesh with several primaries, and the arrows between them. */
export interface Graph {
  readonly frames: readonly { readonly title?: string; readonly nodes: readonly GraphNode[] }[];
  readonly arrows: readonly GraphArrow[];
  /** Why there are fewer boxes than clusters; undefined when there are not. */
  readonly grouping?: string;
}

/** Primaries with an arrow for each pair: more of them would be a tangle. */
const MOST_PEERS = 8;

/** The picture of a mesh with several primaries. More clusters than fit are drawn as two boxes for each network. */
export function meshGraph(model: PageModel): Graph {
  const { primaries, remotes } = model;
  return primaries.length + remotes.length > MOST_CLUSTERS ? groupedGraph(model) : wholeGraph(model);
}

function wholeGraph({ primaries, remotes }: PageModel): Graph {
  const idOf = new Map(primaries.map(({ name }, index) => [name, `p${index}`]));
  const entries = [
    ...primaries.map((primary, index) => ({ id: `p${index}`, ...primaryEntry(primary) })),
    ...remotes.map((remote, index) => ({ id: `r${index}`, ...clusterEntry(remote) })),
  ];
  return {
    frames: framed(entries),
    arrows: [
      ...between(primaries.map((_, index) => `p${index}`)),
      ...remotes.flatMap(({ primary }, index): GraphArrow[] => {
        const to = idOf.get(primary) ?? 'p0';
        return [
          { from: `r${index}`, to, kind: 'calls' },
          { from: to, to: `r${index}`, kind: 'reads' },
        ];
      }),
    ],
  };
}

function groupedGraph({ primaries, remotes }: PageModel): Graph {
  const groups = networkGroups(primaries).map(({ network, clusters }, index) => ({
    id: `p${index}`,
    network,
    box: groupBox('primary', 'primaries', clusters),
  }));
  const others = networkGroups(remotes).map(({ network, clusters }, index) => ({
    id: `r${index}`,
    network,
    box: groupBox('remote', 'remotes', clusters),
  }));
  return {
    frames: framed([...groups, ...others]),
    arrows: between(groups.map(({ id }) => id)),
    grouping: `The ${counted(primaries.length + remotes.length)} clusters are drawn as ${counted(groups.length + others.length)} boxes, since more than ${MOST_CLUSTERS} would be too small to read: primaries of one network share a box, and so do its remotes; of more than ${MOST_NETWORKS} networks, the last ones share one.`,
  };
}

/** Networks with a box each; the clusters of all others share one. */
const MOST_NETWORKS = 16;

/** Clusters by network, in the order in which the networks first come. */
function networkGroups(clusters: readonly ClusterModel[]) {
  const groups = [...groupedBy(clusters, ({ network }) => network)].map(([network, members]) => ({
    network,
    clusters: members as readonly ClusterModel[],
  }));
  if (groups.length <= MOST_NETWORKS) return groups;
  const rest = groups.slice(MOST_NETWORKS - 1);
  const shared = {
    network: `${counted(rest.length)} others`,
    clusters: rest.flatMap((group) => group.clusters),
  };
  return [...groups.slice(0, MOST_NETWORKS - 1), shared];
}

function groupBox(one: string, many: string, clusters: readonly ClusterModel[]): Box {
  const names = clusters.map(({ name }) => name);
  const count = `${counted(clusters.length)} ${clusters.length === 1 ? one : many}`;
  return box(count, [
    ...names.slice(0, 3),
    ...(names.length > 3 ? [`and ${counted(names.length - 3)} more`] : []),
  ]);
}

/** The box of a primary, with the addresses at which remotes reach its control plane. */
function primaryEntry(primary: PageModel['primaries'][number]): BoxEntry {
  const { network, box: plain } = clusterEntry(primary);
  const { title, lines } = plain;
  const { controlPlane, exposure, namespaces } = primary;
  const more = [
    ...controlPlane.map(({ name, address }) => `${name} ${address}`),
    ...(exposure === undefined ? [] : [`reached through ${exposure}`]),
  ];
  const injected = namespaces.length === 0 ? [] : [`injected: ${someOf(namespaces, 3)}`];
  const own = lines.filter((line) => !injected.includes(line));
  return { network, box: box(`${title} (primary)`, [...own, ...more, ...injected]) };
}

/** An arrow for each pair of primaries, or none where they are too many. */
function between(ids: readonly string[]): GraphArrow[] {
  if (ids.length > MOST_PEERS) return [];
  return ids.flatMap((from, index) =>
    ids.slice(index + 1).map((to): GraphArrow => ({ from, to, kind: 'both read' })),
  );
}

function framed(entries: readonly (GraphNode & Pick<BoxEntry, 'network'>)[]): Graph['frames'] {
  return [...groupedBy(entries, ({ network }) => network)].map(([network, nodes]) => ({
    ...(network === undefined ? {} : { title: shortened(`network ${network}`, WIDEST) }),
    nodes,
  }));
}
