import { statIfThere } from '../files';
import { clustersOf } from '../mesh/primaries';
import { type CheckOptions, type CheckResult, check } from '../output/check';
import { compareOutput } from '../output/folder';
import { type MeshOutput, outputFiles } from '../output/mesh-files';
import { ownership } from '../output/own-files';
import { selectedClusters } from '../output/synth-mesh';
import { UserError } from '../problem';
import { placesIn } from './cluster-places';
import { compareWithGit } from './compare-with-git';
import { type Review, ReviewBuilder } from './review';

interface ReviewOptions extends Omit<CheckOptions, 'onDifference'> {
  /** What to compare with: a commit of git, or a folder if it is written as a path. @default - the output folder */
  readonly against?: string | undefined;
}

interface ReviewResult extends CheckResult {
  readonly review: Review;
  /** Number of clusters of the mesh. */
  readonly clusters: number;
  /** What the mesh was compared with, for messages. */
  readonly comparedWith: string;
}

/** Checks the mesh and returns its changes in each cluster. @throws UserError */
export function reviewMesh(output: MeshOutput, { against, ...options }: ReviewOptions): ReviewResult {
  const { outdir, clusters } = options;
  const builder = new ReviewBuilder(placesIn(output.mesh));
  const result = check(output, {
    ...options,
    ...(against === undefined ? { onDifference: builder.add } : {}),
  });
  const { mesh } = output;
  let { unchanged } = result.report;
  if (against !== undefined) {
    const selected = selectedClusters(mesh, clusters);
    const files = outputFiles(output, selected);
    const owned = ownership(selected);
    unchanged = isFolder(against)
      ? compareOutput(files, { outdir: existing(against), ...owned, onDifference: builder.add }).unchanged
      : compareWithGit(files, { ref: against, outdir, ...owned }, builder.add);
  }
  return {
    ...result,
    review: builder.finish(unchanged),
    clusters: clustersOf(mesh).length,
    comparedWith: against ?? outdir,
  };
}

/** A folder is written as a path, so it is never confused with a branch of the same name. */
function isFolder(against: string): boolean {
  return /^\.{0,2}[\\/]|^\.{1,2}$|[\\/]$|^[A-Za-z]:\\/.test(against);
}

function existing(folder: string): string {
  if (statIfThere(folder)?.isDirectory() === true) return folder;
  throw new UserError(`${folder}: there is no such folder to compare with`);
}
