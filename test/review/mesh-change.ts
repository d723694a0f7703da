import { outputOf } from '../../src/lines/mesh-output';
import { parseMesh } from '../../src/lines/read-mesh';
import { meshFiles } from '../../src/output/mesh-files';
import { problemText } from '../../src/problem';
import type { PlaceOf } from '../../src/review/cluster-places';
import { printReview } from '../../src/review/markdown/print-review';
import { type Review, ReviewBuilder } from '../../src/review/review';

/** A primary with an exposure, and a remote that injects into shop. */
export const MESH = `istio: 1.0.9
primary:
  name: hq
  addresses: { pilot: 10.8.0.11, policy: 10.8.0.12, telemetry: 10.8.0.13, zipkin: 10.8.0.14 }
  exposure: { mode: load-balancer, annotations: { cloud: internal } }
security: { controlPlaneMutualTls: false, mutualTls: false, selfSignedCa: true }
defaults: { pilotService: true }
remotes:
  - name: eu
    injectedNamespaces: [shop]
    sidecarInjector: { enabled: true, replicas: 1 }
`;

/** Returns the files of a mesh by path. @throws Error if the mesh has a mistake */
export function filesOf(text: string): Map<string, string> {
  const { mesh, problems } = parseMesh(text, 'mesh.yaml');
  if (mesh === undefined) throw new Error(problems.map(problemText).join('\n'));
  return new Map([...meshFiles(outputOf(mesh))].map(({ path, text: file }) => [path, file]));
}

/** Returns the differences between two sets of files. */
export function reviewOf(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  placeOf?: PlaceOf,
): Review {
  const builder = new ReviewBuilder(placeOf);
  const unchanged: string[] = [];
  for (const path of new Set([...after.keys(), ...before.keys()])) {
    if (before.get(path) === after.get(path)) unchanged.push(path);
    else builder.add({ path, before: before.get(path), after: after.get(path) });
  }
  return builder.finish(unchanged);
}

/** Returns the consequences of an edit of {@link MESH}, by cluster, without the sentences about each object. */
export function consequencesOfEdit(
  ...edits: readonly (readonly [from: string | RegExp, to: string])[]
): string[] {
  const edited = edits.reduce((text, [from, to]) => {
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`nothing to replace: ${from}`);
    return changed;
  }, MESH);
  const { sections } = reviewOf(filesOf(MESH), filesOf(edited));
  return sections.flatMap(({ clusters, consequences }) =>
    consequences.map(({ text }) => `${clusters.join('+')}: ${text}`),
  );
}

/** Returns the summary of a review, for a mesh of three clusters. */
export function markdownOf(review: Review): string {
  return printReview({ review, comparedWith: 'main', clusters: 3, problems: [] });
}

/** Returns the summary of a change of one file of objects in the cluster `eu`. */
export function markdownOfObjects(before: readonly object[], after: readonly object[]): string {
  return markdownOf(reviewOfObjects(before, after));
}

/** Returns the review of a change of one file of objects in the cluster `eu`. */
export function reviewOfObjects(before: readonly object[], after: readonly object[]): Review {
  const [old, wanted] = [before, after].map(
    (objects) =>
      new Map([
        ['eu/istio-remote.k8s.yaml', objects.map((object) => `---\n${JSON.stringify(object)}\n`).join('')],
      ]),
  );
  return reviewOf(old ?? new Map(), wanted ?? new Map());
}
