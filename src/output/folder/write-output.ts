import { compareFiles, type OutputOwnership, type OutputReport } from './comparison';
import type { OutputFile } from './output-file';
import { OutputFolder } from './output-folder';
import { removeFiles, removeIfEmpty, sweepLeftovers } from './removal';
import { RunLock } from './run-lock';
import { Staging } from './staging';

export interface WriteOptions extends OutputOwnership {
  /** The output folder; made if need be. It may be a symbolic link. */
  readonly outdir: string;
  /**
   * How long to wait for another run that writes the same folder, in milliseconds.
   * @default 30000
   */
  readonly lockTimeoutMs?: number;
  /**
   * Called with each file that is about to be added or changed; when it throws, nothing changes.
   * @default - every file is welcome
   */
  readonly inspect?: (file: OutputFile) => void;
}

/**
 * Makes the output folder hold exactly these files, beside those that other people put there.
 *
 * The files are taken one at a time. An equal one is not touched; every other text waits under a temporary name until
 * all have come, and only then is renamed into place: when `files` throws, nothing has changed. Afterwards the files of
 * earlier runs that are no longer wanted are removed. Runs at the same time wait for each other.
 *
 * A wanted path is this tool's by its name: whatever stands there, mangled or edited by hand, is replaced, unless
 * `mayReplace` says otherwise.
 *
 * @throws OutputError when the folder cannot be written
 */
export function writeOutput(files: Iterable<OutputFile>, options: WriteOptions): OutputReport {
  const lock = RunLock.acquire(options.outdir, options.lockTimeoutMs ?? 30_000);
  let done = false;
  try {
    const report = writeLocked(files, options, lock);
    done = true;
    return report;
  } finally {
    lock.release();
    if (!done) lock.removeMadeFolders();
  }
}

function writeLocked(files: Iterable<OutputFile>, options: WriteOptions, lock: RunLock): OutputReport {
  const folder = new OutputFolder(lock.root, options.outdir);
  const swept = sweepLeftovers(folder);
  const staging = new Staging(folder);
  try {
    const report = compareFiles(files, folder, options, (difference) => {
      const { kind, path } = difference;
      if (kind === 'removed') return;
      options.inspect?.({ path, text: difference.after });
      staging.add(path, difference.after);
    });
    lock.confirm();
    staging.commit();
    removeFiles(report.removed, folder);
    return report;
  } catch (error) {
    staging.rollback();
    throw error;
  } finally {
    removeIfEmpty(swept, folder);
  }
}
