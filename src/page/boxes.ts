import type { ClusterModel, ControlPlaneEndpoint, PageModel, PrimaryModel } from './page-model';
import { shortened, someOf } from './short-text';

/** A line of a box. `strong` words are emphasized. */
export type BoxLine = string | { readonly strong: string; readonly rest: string };

/** A box of the picture: a title, its role, and short lines. */
export interface Box {
  readonly title: string;
  /** Text after the title, in brackets. @default - none */
  readonly role?: string;
  readonly lines: readonly BoxLine[];
}

/** Clusters besides the first primary that get a box each. With more, the boxes are too small to read. */
export const MOST_CLUSTERS = 40;
/** Limit of characters in a line of a box. */
export const WIDEST = 46;
/** The words for a cluster's gateway in a table, and in a box if gateways are not drawn. */
export const EAST_WEST_GATEWAY = 'east-west gateway';

/** The parts of a cluster that are drawn outside its box. */
export interface DrawnApart {
  /** Its east-west gateway. */
  readonly gateway: boolean;
  /** The addresses of its control plane for remotes. */
  readonly controlPlane: boolean;
}

/** Returns the box of one remote cluster. */
export function clusterBox(cluster: ClusterModel, apart: Pick<DrawnApart, 'gateway'>): Box {
  return box(cluster.name, [...ownLines(cluster), ...namespacesLine(cluster), ...noteLines(cluster, apart)]);
}

/** Returns the box of a primary, with the addresses of its control plane for remotes. */
export function primaryBox(model: PageModel, primary: PrimaryModel, apart: DrawnApart): Box {
  const { exposure, controlPlane } = primary;
  const reached = apart.controlPlane
    ? []
    : [
        ...(exposure === undefined ? [] : [`reached through ${exposure}`]),
        ...controlPlane.flatMap(endpointLines),
      ];
  return {
    ...box(primary.name, [
      ...ownLines(primary),
      ...namespacesLine(primary),
      ...(model.primaries.length === 1 ? [`certificates: ${model.authority}`] : noteLines(primary, apart)),
      ...reached,
    ]),
    role: 'primary',
  };
}

/** Returns the address and ports of a part of the control plane. */
export function endpointLines({ name, address, ports }: ControlPlaneEndpoint): BoxLine[] {
  return [
    { strong: name, rest: address },
    ...(ports.length === 0 ? [] : [`${ports.length === 1 ? 'port' : 'ports'} ${ports.join(', ')}`]),
  ];
}

/** Returns a box with shortened texts. */
export function box(title: string, lines: readonly BoxLine[]): Box {
  return { title: shortened(title, WIDEST), lines: lines.map(fitting) };
}

function fitting(line: BoxLine): BoxLine {
  if (typeof line === 'string') return shortened(line, WIDEST);
  return { strong: shortened(line.strong, WIDEST), rest: shortened(line.rest, WIDEST) };
}

function ownLines(cluster: ClusterModel): string[] {
  const { kubernetes, apiServer, podCidrs, serviceCidrs, injection } = cluster;
  return [
    ...(kubernetes === undefined ? [] : [`Kubernetes ${kubernetes}`]),
    ...(apiServer === undefined ? [] : [apiServer]),
    ...(podCidrs.length === 0 ? [] : [`pods ${someOf(podCidrs, 2)}`]),
    ...(serviceCidrs.length === 0 ? [] : [`services ${someOf(serviceCidrs, 2)}`]),
    ...(injection === undefined ? [] : [injection]),
  ];
}

function namespacesLine({ namespaces, namespacesAre = 'injected' }: ClusterModel): string[] {
  return namespaces.length === 0 ? [] : [`${namespacesAre}: ${someOf(namespaces, 3)}`];
}

function noteLines(
  { notes = [], eastWestGateway = false }: ClusterModel,
  { gateway }: Pick<DrawnApart, 'gateway'>,
): string[] {
  return [...(eastWestGateway && !gateway ? [EAST_WEST_GATEWAY] : []), ...notes];
}
