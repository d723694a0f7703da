import { MOST_CLUSTERS } from './boxes';
import { type Graph, meshGraph } from './graph';
import type { PageModel } from './page-model';
import { type Arrow, type Meaning, meaningOf, type PicturePart } from './picture';
import { networksWithoutGateway } from './places';
import { clusterCount, counted, countOf, oneLine, someOf } from './short-text';

/** The picture of a mesh, for any format. */
export interface Drawing {
  readonly title: string;
  /** Text for screen readers. */
  readonly description: string;
  readonly parts: readonly PicturePart[];
  readonly arrows: readonly Arrow[];
  /** The meaning of the arrows. */
  readonly legend: readonly LegendEntry[];
  /** What the picture leaves out, and what the mesh lacks, one sentence each. */
  readonly notes: readonly string[];
}

/** The meaning of a kind of arrow, also if there are too many to draw. */
export interface LegendEntry {
  readonly meaning: Meaning;
  readonly text: string;
  readonly isDrawn: boolean;
}

/** Limit of names in a note. */
const MOST_NAMES = 6;

/** Returns the picture of a mesh. Too many clusters are drawn as one box for each set of options. */
export function drawing(model: PageModel): Drawing {
  const { parts, arrows, groups } = meshGraph(model);
  const grouping = groups === undefined ? [] : [groupingOf(model, groups)];
  return {
    title: oneLine(`Istio ${model.istio} mesh of ${primaryNames(model)}`),
    description: oneLine(descriptionOf(model)),
    parts,
    arrows,
    legend: legendOf(model, arrows),
    notes: [...grouping, ...withoutGateway(model)].map(oneLine),
  };
}

/** Returns the names of the primaries for a title. */
export function primaryNames({ primaries }: PageModel): string {
  return someOf(
    primaries.map(({ name }) => name),
    3,
  );
}

function descriptionOf(model: PageModel): string {
  const { primaries, remotes } = model;
  const controlPlanes =
    primaries.length === 1
      ? `Cluster ${primaryNames(model)} runs the control plane.`
      : `${counted(primaries.length)} clusters run a control plane each: ${primaryNames(model)}.`;
  if (remotes.length === 0) return controlPlanes;
  const count = countOf(remotes.length, ['remote cluster', 'remote clusters']);
  const names = someOf(
    remotes.map(({ name }) => name),
    MOST_CLUSTERS,
  );
  return `${controlPlanes} ${count}: ${names}.`;
}

function legendOf(model: PageModel, arrows: Graph['arrows']): LegendEntry[] {
  const { primaries, remotes, betweenNetworks } = model;
  const drawn = new Set(arrows.map(meaningOf));
  const texts: readonly (readonly [Meaning, string | undefined])[] = [
    ['calls', remotes.length === 0 ? undefined : model.calls],
    ['reads', primaries.length === 1 ? READS : readsOfSeveral(drawn.has('calls'))],
    ['traffic', betweenNetworks?.words],
  ];
  return texts.flatMap(([meaning, text]) =>
    text === undefined ? [] : [{ meaning, text, isDrawn: drawn.has(meaning) }],
  );
}

const READS = 'services and endpoints of the remote, from its API server';

function readsOfSeveral(showsServing: boolean): string {
  return `services and endpoints of the other cluster, from its API server. Each control plane reads every other cluster of the mesh${showsServing ? '; of a remote, only the arrow of its own primary is drawn' : ''}`;
}

function groupingOf({ primaries, remotes }: PageModel, groups: number): string {
  const several = primaries.length > 1;
  const clusters = clusterCount(remotes.length + (several ? primaries.length : 0));
  const boxes = countOf(groups, ['box', 'boxes']);
  const same = 'with the same Kubernetes version, network and injection';
  const shared = several ? `primaries ${same} share one, and so do remotes` : `clusters ${same} share one`;
  return `The ${clusters} are drawn as ${boxes}, since more than ${MOST_CLUSTERS} would be too small to read: ${shared}.`;
}

function withoutGateway(model: PageModel): string[] {
  const networks = networksWithoutGateway(model);
  if (networks.length === 0) return [];
  const which = networks.length === 1 ? 'the network' : 'the networks';
  return [
    `No east-west gateway of mesh.yaml leads into ${which} ${someOf(networks, MOST_NAMES)}: applications in other networks reach no pods there, unless somebody else has made a gateway.`,
  ];
}
