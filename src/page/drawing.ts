import type { ClusterModel, PageModel } from './page-model';
import { clusterCount, counted, oneLine, shortened, someOf } from './short-text';

/** A box of the picture: a title and short lines below it. */
export interface Box {
  readonly title: string;
  readonly lines: readonly string[];
}

/** Boxes of one network. */
export interface Frame {
  /** Undefined when the mesh has one network, which needs no frame. */
  readonly title?: string;
  readonly boxes: readonly Box[];
}

/** The picture of a mesh, whatever format it is printed in. */
export interface Drawing {
  readonly title: string;
  /** What a person who does not see it is told. */
  readonly description: string;
  /** The primary cluster itself, and below it one box for each part of its control plane. */
  readonly primary: Box;
  readonly controlPlane: readonly Box[];
  readonly remotes: readonly Frame[];
  /** What the arrow from a remote to the control plane stands for. */
  readonly calls: string;
  /** What the arrow from the control plane to a remote stands for. */
  readonly reads: string;
  /** Why there are fewer boxes than clusters; undefined when there are not. */
  readonly grouping?: string;
}

/** Clusters that get a box each: beyond, the boxes are too small to read (Mermaid itself gives up at 500 arrows). */
export const MOST_CLUSTERS = 40;
/** Groups that get a box each. */
const MOST_GROUPS = 16;
/** Characters of a line of a box. */
const WIDEST = 46;

const READS = 'services and endpoints of the remote, from its API server';

/** The picture of a mesh. More clusters than fit are drawn as one box for each set of options. */
export function drawing(facts: PageModel): Drawing {
  const { primary, remotes, exposure } = facts;
  const alone = remotes.length <= MOST_CLUSTERS;
  const entries = alone ? remotes.map(clusterEntry) : groupEntries(remotes);
  return {
    title: oneLine(`Istio ${facts.istio} mesh of ${primary.name}`),
    description: oneLine(
      `Cluster ${primary.name} runs the control plane. ${remotes.length === 1 ? '1 remote cluster' : `${counted(remotes.length)} remote clusters`}: ${someOf(
        remotes.map(({ name }) => name),
        MOST_CLUSTERS,
      )}.`,
    ),
    primary: box(primary.name, [
      ...(primary.kubernetes === undefined ? [] : [`Kubernetes ${primary.kubernetes}`]),
      ...(primary.network === undefined ? [] : [`network ${primary.network}`]),
      ...rangeLines(primary),
      `certificates: ${facts.authority}`,
      ...(exposure === undefined ? [] : [`reached through ${exposure}`]),
    ]),
    controlPlane: facts.controlPlane.map(({ name, address, ports }) =>
      box(name, [
        address,
        ...(ports.length === 0 ? [] : [`${ports.length === 1 ? 'port' : 'ports'} ${ports.join(', ')}`]),
      ]),
    ),
    remotes: frames(entries),
    calls: facts.calls,
    reads: READS,
    ...(alone ? {} : { grouping: groupingOf(remotes.length, entries) }),
  };
}

/** A box and where it belongs. */
interface BoxEntry {
  readonly network: string | undefined;
  readonly box: Box;
}

function clusterEntry(cluster: ClusterModel): BoxEntry {
  const { name, kubernetes, apiServer, injection, namespaces, network } = cluster;
  return {
    network,
    box: box(name, [
      ...(kubernetes === undefined ? [] : [`Kubernetes ${kubernetes}`]),
      ...(apiServer === undefined ? [] : [apiServer]),
      ...rangeLines(cluster),
      ...(injection === undefined ? [] : [injection]),
      ...(namespaces.length === 0 ? [] : [`injected: ${someOf(namespaces, 3)}`]),
      ...(cluster.notes ?? []),
    ]),
  };
}

/** One entry for each set of options, the largest first; sets beyond the last box share one. */
function groupEntries(remotes: readonly ClusterModel[]): BoxEntry[] {
  const sets = new Map<string, ClusterModel[]>();
  for (const remote of remotes) {
    const key = [remote.network, remote.kubernetes, remote.injection, ...(remote.notes ?? [])].join('\n');
    const known = sets.get(key);
    if (known === undefined) sets.set(key, [remote]);
    else known.push(remote);
  }
  const bySize = [...sets.values()].sort((left, right) => right.length - left.length);
  const shown = bySize.length > MOST_GROUPS ? bySize.slice(0, MOST_GROUPS - 1) : bySize;
  const rest = bySize.slice(shown.length);
  const others = rest.reduce((sum, { length }) => sum + length, 0);
  return [
    ...shown.map(groupEntry),
    ...(others === 0
      ? []
      : [
          {
            network: undefined,
            box: box(clusterCount(others), [`of ${counted(rest.length)} other sets of options`]),
          },
        ]),
  ];
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

/** In the order in which the networks come. */
function frames(entries: readonly BoxEntry[]): Frame[] {
  const networks = new Map<string | undefined, Box[]>();
  for (const { network, box } of entries) {
    const known = networks.get(network);
    if (known === undefined) networks.set(network, [box]);
    else known.push(box);
  }
  return [...networks].map(([network, boxes]) => ({
    ...(network === undefined ? {} : { title: shortened(`network ${network}`, WIDEST) }),
    boxes,
  }));
}

function rangeLines({ podCidrs, serviceCidrs }: ClusterModel): string[] {
  return [
    ...(podCidrs.length === 0 ? [] : [`pods ${someOf(podCidrs, 2)}`]),
    ...(serviceCidrs.length === 0 ? [] : [`services ${someOf(serviceCidrs, 2)}`]),
  ];
}

function box(title: string, lines: readonly string[]): Box {
  return { title: shortened(title, WIDEST), lines: lines.map((line) => shortened(line, WIDEST)) };
}
