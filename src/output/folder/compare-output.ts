import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { compareFiles, type OutputDifference, type OutputOwnership, type OutputReport } from './comparison';
import { attempt, errorCode } from './file-system-error';
import type { OutputFile } from './output-file';
import { OutputFolder } from './output-folder';

export interface CompareOptions extends OutputOwnership {
  /** The output folder; one that is not there is an empty one. */
  readonly outdir: string;
  /**
   * Called for each difference as it is found, with the texts before and after: files in the order they come, then
   * the removed ones.
   * @default - the report alone
   */
  readonly onDifference?: (difference: OutputDifference) => void;
}

/** What `writeOutput` would do with these files, without doing it. Takes no lock. */
export function compareOutput(files: Iterable<OutputFile>, options: CompareOptions): OutputReport {
  const { outdir, onDifference = () => {} } = options;
  const folder = new OutputFolder(realPathOf(outdir), outdir);
  return compareFiles(files, folder, options, onDifference);
}

function realPathOf(outdir: string): string {
  return attempt(outdir, () => {
    try {
      return realpathSync(outdir);
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return resolve(outdir);
      throw error;
    }
  });
}
