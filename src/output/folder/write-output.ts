import { rmdirSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { compareFiles, type OutputOwnership, type OutputReport } from './compare-output';
import { quietly } from './output-error';
import { folderOf, isClaim, isPartial, type OutputFile } from './output-file';
import { OutputFolder } from './output-folder';
import { RunLock } from './run-lock';
import { Staging } from './staging';

export interface WriteOptions extends OutputOwnership {
  /** The output folder, created if missing. It may be a symbolic link. */
  readonly outdir: string;
  /**
   * Limit in milliseconds of waiting for another run that writes the same folder.
   * @default 30000
   */
  readonly lockTimeoutMs?: number;
  /**
   * Called with each file before it is added or changed. If it throws, nothing changes.
   * @default - every file is accepted
   */
  readonly inspect?: (file: OutputFile) => void;
}

/**
 * Makes the output folder contain exactly these files of ours. Leaves files of others alone.
 *
 * It reads the files one at a time and does not touch equal ones. It writes every other text under a temporary name
 * until all are complete, and then renames them: if `files` throws, nothing has changed. Then it removes files of
 * earlier runs that are no longer in the output. Simultaneous runs wait for each other.
 *
 * Every path of the output belongs to this tool: a file there is replaced, even if somebody edited it, unless
 * `mayReplace` returns false.
 *
 * @throws OutputError if the folder cannot be written
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

/** Removes the files, then the folders that became empty. */
function removeFiles(paths: Iterable<string>, folder: OutputFolder): void {
  const folders = new Set<string>();
  for (const path of paths) {
    folder.attempt(path, (file) => rmSync(file, { force: true }));
    const parent = folderOf(path);
    if (parent !== undefined) folders.add(parent);
  }
  removeIfEmpty(folders, folder);
}

/** Removes the empty folders. The system refuses to remove others. */
function removeIfEmpty(folders: Iterable<string>, folder: OutputFolder): void {
  for (const name of folders) quietly(() => rmdirSync(folder.locate(name)));
}

/** Removes the temporary files of dead runs and returns their folders. Only the holder of the lock may do this. */
function sweepLeftovers(folder: OutputFolder): Set<string> {
  const folders = new Set<string>();
  for (const path of folder.temporaries) {
    // Partial texts may be in any folder. Claims are beside the lock, at the top. The lock itself belongs to this
    // run.
    if (!isPartial(basename(path)) && !isClaim(path)) continue;
    quietly(() => rmSync(folder.locate(path), { force: true }));
    const parent = folderOf(path);
    if (parent !== undefined) folders.add(parent);
  }
  return folders;
}
