import type { ClusterModel } from './page-model';
import { shortened, someOf } from './short-text';

/** A box of the picture: a title and short lines below it. */
export interface Box {
  readonly title: string;
  readonly lines: readonly string[];
}

/** Clusters that get a box each: beyond, the boxes are too small to read (Mermaid itself gives up at 500 arrows). */
export const MOST_CLUSTERS = 40;
/** Characters of a line of a box. */
export const WIDEST = 46;

/** A box and where it belongs. */
export interface BoxEntry {
  readonly network: string | undefined;
  readonly box: Box;
}

/** The box of one cluster. */
export function clusterEntry(cluster: ClusterModel): BoxEntry {
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

/** The address ranges of a cluster. */
export function rangeLines({ podCidrs, serviceCidrs }: ClusterModel): string[] {
  return [
    ...(podCidrs.length === 0 ? [] : [`pods ${someOf(podCidrs, 2)}`]),
    ...(serviceCidrs.length === 0 ? [] : [`services ${someOf(serviceCidrs, 2)}`]),
  ];
}

/** A box whose texts fit. */
export function box(title: string, lines: readonly string[]): Box {
  return { title: shortened(title, WIDEST), lines: lines.map((line) => shortened(line, WIDEST)) };
}
