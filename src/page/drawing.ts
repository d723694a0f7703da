import { type Box, type BoxEntry, box, clusterEntry, MOST_CLUSTERS, rangeLines, WIDEST } from './boxes';
import { type Graph, meshGraph } from './graph';
import { type ClusterModel, clusterSets, groupedBy, type PageModel } from './page-model';
import { clusterCount, counted, oneLine, shortened, someOf } from './short-text';

/** Boxes of one network. */
export interface Frame {
  /** Undefined when the mesh has one network, which needs no frame. */
  readonly title?: string;
  readonly boxes: readonly Box[];
}

/** The picture of a mesh, whatever format it is printed in. */
export interface Drawing {
  readonly title: string;
  /** What screen readers read out. */
  readonly description: string;
  /** The primary cluster itself, and below it one box for each part of its control plane. */
  readonly primary: Box;
  readonly controlPlane: readonly Box[];
  readonly remotes: readonly Frame[];
  /** What the arrow from a remote to the control plane means. */
  readonly calls: string;
  /** What the arrow from the control plane to a remote means. */
  readonly reads: string;
  /** Why there are fewer boxes than clusters; undefined when there are not. */
  readonly grouping?: string;
  /** What is drawn in place of primary and remotes: a mesh with several primaries. */
  readonly graph?: Graph;
}

/** Groups that get a box each. */
const MOST_GROUPS = 16;
const READS = 'services and endpoints of the remote, from its API server';

/** The picture of a mesh. More clusters than fit are drawn as one box for each set of options. */
export function drawing(model: PageModel): Drawing {
  const { primaries, remotes } = model;
  const [primary] = primaries;
  if (primary === undefined) throw new Error('a mesh without a primary');
  const { exposure } = primary;
  const alone = remotes.length <= MOST_CLUSTERS;
  const entries = alone ? remotes.map(clusterEntry) : groupEntries(remotes);
  const count = remotes.length === 1 ? '1 remote cluster' : `${counted(remotes.length)} remote clusters`;
  const names = someOf(
    remotes.map(({ name }) => name),
    MOST_CLUSTERS,
  );
  return {
    title: oneLine(`Istio ${model.istio} mesh of ${primaryNames(model)}`),
    description: oneLine(
      `${primaries.length === 1 ? `Cluster ${primary.name} runs the control plane.` : `${counted(primaries.length)} clusters run a control plane each: ${primaryNames(model)}.`}${remotes.length === 0 ? '' : ` ${count}: ${names}.`}`,
    ),
    primary: box(primary.name, [
      ...(primary.kubernetes === undefined ? [] : [`Kubernetes ${primary.kubernetes}`]),
      ...(primary.network === undefined ? [] : [`network ${primary.network}`]),
      ...rangeLines(primary),
      `certificates: ${model.authority}`,
      ...(exposure === undefined ? [] : [`reached through ${exposure}`]),
    ]),
    controlPlane: primary.controlPlane.map(({ name, address, ports }) =>
      box(name, [
        address,
        ...(ports.length === 0 ? [] : [`${ports.length === 1 ? 'port' : 'ports'} ${ports.join(', ')}`]),
      ]),
    ),
    remotes: frames(entries),
    calls: model.calls,
    reads: READS,
    ...(alone ? {} : { grouping: groupingOf(remotes.length, entries) }),
    ...(primaries.length === 1 ? {} : severalPrimaries(model)),
  };
}

/** Names of the primaries, for a title. */
export function primaryNames({ primaries }: PageModel): string {
  return someOf(
    primaries.map(({ name }) => name),
    3,
  );
}

function severalPrimaries(model: PageModel): Pick<Drawing, 'graph' | 'reads' | 'grouping'> {
  const graph = meshGraph(model);
  return {
    graph,
    reads: `services and endpoints of the other cluster, from its API server. Each control plane reads every other cluster of the mesh${model.remotes.length === 0 ? '' : '; of a remote, only the arrow of its own primary is drawn'}`,
    ...(graph.grouping === undefined ? {} : { grouping: graph.grouping }),
  };
}

/** One entry for each set of options, the largest first; sets beyond the last box share one. */
function groupEntries(remotes: readonly ClusterModel[]): BoxEntry[] {
  const sets = clusterSets(remotes, ({ network, kubernetes, injection, notes = [] }) => [
    network,
    kubernetes,
    injection,
    ...notes,
  ]);
  const shown = sets.length > MOST_GROUPS ? sets.slice(0, MOST_GROUPS - 1) : sets;
  const rest = sets.slice(shown.length);
  const entries = shown.map(groupEntry);
  if (rest.length === 0) return entries;
  const others = rest.reduce((sum, { length }) => sum + length, 0);
  const last = box(clusterCount(others), [`of ${counted(rest.length)} other sets of options`]);
  return [...entries, { network: undefined, box: last }];
}

function groupEntry(group: readonly ClusterModel[]): BoxEntry {
  const [first] = group;
  const names = group.slice(0, 3).map(({ name }) => shortened(name, WIDEST - 8));
  return {
    network: first?.network,
    box: box(clusterCount(group.length), [
      ...(first?.kubernetes === undefined ? [] : [`Kubernetes ${first.kubernetes}`]),
      ...(first?.injection === undefined ? [] : [first.injection]),
      ...names,
      ...(group.length > names.length ? [`and ${counted(group.length - names.length)} more`] : []),
    ]),
  };
}

function groupingOf(remotes: number, entries: readonly BoxEntry[]): string {
  const boxes = entries.length === 1 ? '1 box' : `${counted(entries.length)} boxes`;
  return `The ${clusterCount(remotes)} are drawn as ${boxes}, since more than ${MOST_CLUSTERS} would be too small to read: clusters with the same Kubernetes version, network and injection share one.`;
}

function frames(entries: readonly BoxEntry[]): Frame[] {
  return [...groupedBy(entries, ({ network }) => network)].map(([network, boxes]) => ({
    ...(network === undefined ? {} : { title: shortened(`network ${network}`, WIDEST) }),
    boxes: boxes.map(({ box }) => box),
  }));
}
