import { join } from 'node:path';
import { errorIn, type Problem } from '../problem';
import { entriesBelow } from './entries-below';
import type { OutputReport } from './folder';
import { isOwnTemporary } from './folder/output-file';
import { pathFits } from './folder/wildcard';

/** A file in the output folder that synth did not create. */
export interface ExtraFile {
  /** Relative to the output folder. */
  readonly path: string;
  /** Undefined if a pattern allows it. */
  readonly problem?: Problem;
}

interface ExtraFilesOptions {
  readonly outdir: string;
  /** What synth would do with the folder. The report lists every file that synth created. */
  readonly report: OutputReport;
  /** Files that the run leaves alone. @default - none */
  readonly keep?: (path: string) => boolean;
  /** Patterns of allowed files. */
  readonly allowed: readonly string[];
}

/**
 * Returns every file that synth did not create, at any depth, sorted. Includes links and pipes, because a tool that
 * applies the folder would apply them too.
 * @throws UserError if a folder cannot be read
 */
export function extraFiles({ outdir, report, keep = () => false, allowed }: ExtraFilesOptions): ExtraFile[] {
  const { added, changed, unchanged, removed } = report;
  const made = new Set([...added, ...changed, ...unchanged, ...removed]);
  return entriesBelow(outdir).flatMap(({ path, entry }): ExtraFile[] => {
    if (entry.isFile() && isOwnTemporary(entry.name)) return [];
    if (made.has(path) || keep(path)) return [];
    if (allowed.some((pattern) => pathFits(pattern, path))) return [{ path }];
    return [{ path, problem: errorIn(join(outdir, path), 'is a file that synth did not create', FIX) }];
  });
}

const FIX = 'Remove it, or allow it with `output.allowExtra` in mesh.yaml or `--allow-extra`';
