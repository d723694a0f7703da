import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Patching } from '../add-ons/patches/patching';
import type { PatchUse } from '../page/patch-list';
import { errorAt, errorIn, type Problem } from '../problem';
import { findCredentials } from '../secret-scan/find-credentials';
import type { Validation } from '../validate/validate-files';
import { entriesBelow, inFolder } from './entries-below';
import { type ExtraFile, extraFiles } from './extra-files';
import { compareOutput, type OutputDifference, type OutputReport } from './folder';
import { type MeshOutput, outputFiles } from './mesh-files';
import { ownership } from './own-files';
import { observed, problemsOf, selectedClusters } from './synth-mesh';

export interface CheckOptions {
  readonly outdir: string;
  /** Ids of the clusters to check. Empty means all. */
  readonly clusters: readonly string[];
  /** Validates the manifests. @default - not validated */
  readonly validation?: Validation | undefined;
  /** Patterns of files that are allowed in the folder, besides those in mesh.yaml. @default - none */
  readonly allowExtra?: readonly string[];
  /** Called with each file that differs from the mesh. */
  readonly onDifference?: (difference: OutputDifference) => void;
}

export interface CheckResult {
  readonly report: OutputReport;
  /** Every file of the folder that synth did not create, allowed or not. */
  readonly extra: readonly ExtraFile[];
  /** What patches of the mesh change, in the order of the mesh file. */
  readonly patches: readonly PatchUse[];
  /** Why the check fails: extra files first. */
  readonly problems: readonly Problem[];
  /** Whether the output is exactly that of the mesh, is valid and contains no credential. */
  readonly upToDate: boolean;
}

/**
 * Compares the output folder with the mesh, validates the mesh's output, and searches the whole folder for
 * credentials and for files that synth did not create.
 * @throws UserError
 */
export function check(
  output: MeshOutput,
  { outdir, clusters, validation, allowExtra = [], onDifference }: CheckOptions,
): CheckResult {
  const selected = selectedClusters(output.mesh, clusters);
  const patching = new Patching(output.mesh);
  const files = outputFiles(output, selected, patching);
  const owned = ownership(selected);
  const report = compareOutput(validation === undefined ? files : observed(files, validation), {
    outdir,
    ...owned,
    ...(onDifference === undefined ? {} : { onDifference }),
  });
  const allowed = [...(output.mesh.allowExtra ?? []), ...allowExtra];
  const extra = extraFiles({ ...owned, outdir, report, allowed });
  const stale = report.added.length + report.changed.length + report.removed.length;
  const problems: Problem[] = [
    ...extra.flatMap(({ problem }) => problem ?? []),
    ...(validation === undefined ? [] : problemsOf(validation, patching)),
    ...credentialsBelow(outdir),
  ];
  if (stale > 0) problems.push(staleness(report, outdir, stale));
  return { report, extra, patches: patching.uses, problems, upToDate: problems.length === 0 };
}

function staleness({ unchanged, changed }: OutputReport, outdir: string, stale: number): Problem {
  const empty = unchanged.length === 0 && changed.length === 0;
  const files = stale === 1 ? '1 file differs' : `${stale} files differ`;
  const message = empty
    ? 'contains none of the files of the mesh'
    : `is stale: ${files} from what the mesh says`;
  return errorIn(outdir, message, 'Run `istio-remote synth` and commit the result');
}

/** Searches every file in the folder, also those of others: all of them are committed. */
function credentialsBelow(outdir: string): Problem[] {
  return filesBelow(outdir).flatMap((file) =>
    findCredentials(readFileSync(file, 'utf8')).map(({ line, column, what }) => ({
      ...errorAt([], `contains a credential (${what})`, 'Remove it, and revoke it if it was ever committed'),
      file,
      position: { line, column },
    })),
  );
}

/** Links count as the files that they lead to. */
function filesBelow(outdir: string): string[] {
  return entriesBelow(outdir).flatMap(({ path, entry }) => {
    const file = join(outdir, path);
    const target = entry.isSymbolicLink()
      ? inFolder(dirname(file), undefined, () => statSync(file, { throwIfNoEntry: false }))
      : entry;
    return target?.isFile() ? [file] : [];
  });
}
