import { join } from 'node:path';
import { errorIn, type Problem } from '../problem';
import { entriesBelow } from './entries-below';
import type { OutputReport } from './folder';
import { isOwnTemporary } from './folder/output-file';
import { pathFits } from './folder/wildcard';

/** A file below the output folder that synth did not make. */
export interface ExtraFile {
  /** Relative to the output folder. */
  readonly path: string;
  /** Absent: a pattern allows it. */
  readonly problem?: Problem;
}

interface ExtraFilesOptions {
  readonly outdir: string;
  /** What synth would do with the folder: it made every file of that. */
  readonly report: OutputReport;
  /** Files that the run leaves alone. @default - none */
  readonly keep?: (path: string) => boolean;
  /** Patterns of the files that may be there. */
  readonly allowed: readonly string[];
}

/**
 * Every file at any depth that synth did not make, links and pipes too: what applies the folder to a cluster applies them
 * as well. Sorted.
 * @throws UserError when a folder cannot be read
 */
export function extraFiles({ outdir, report, keep = () => false, allowed }: ExtraFilesOptions): ExtraFile[] {
  const { added, changed, unchanged, removed } = report;
  const made = new Set([...added, ...changed, ...unchanged, ...removed]);
  return entriesBelow(outdir).flatMap(({ path, entry }): ExtraFile[] => {
    if (entry.isFile() && isOwnTemporary(entry.name)) return [];
    if (made.has(path) || keep(path)) return [];
    if (allowed.some((pattern) => pathFits(pattern, path))) return [{ path }];
    return [{ path, problem: errorIn(join(outdir, path), 'is a file that synth did not make', FIX) }];
  });
}

const FIX = 'Remove it, or allow it with `output.allowExtra` in mesh.yaml or `--allow-extra`';
