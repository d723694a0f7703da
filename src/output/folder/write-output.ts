import { rmdirSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { compareFiles, type OutputOwnership, type OutputReport } from './compare-output';
import { quietly } from './output-error';
import { folderOf, isClaim, isPartial, type OutputFile } from './output-file';
import { OutputFolder } from './output-folder';
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
   * Called with each file that is about to be added or changed; if it throws, nothing changes.
   * @default - every file is accepted
   */
  readonly inspect?: (file: OutputFile) => void;
}

/**
 * Makes the output folder contain exactly these files of ours. Files that this tool did not make are left alone.
 *
 * It takes the files one at a time. An equal file is not touched. Every other text waits under a temporary name until all
 * have come, and is then renamed into place: if `files` throws, nothing has changed. Then it removes the files of earlier
 * runs that are no longer wanted. Runs at the same time wait for each other.
 *
 * A wanted path is this tool's by its name: a file there is replaced, even if edited by hand, unless `mayReplace` says
 * otherwise.
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

/** Removes the files, then the folders that this made empty. */
function removeFiles(paths: Iterable<string>, folder: OutputFolder): void {
  const folders = new Set<string>();
  for (const path of paths) {
    folder.attempt(path, (file) => rmSync(file, { force: true }));
    const parent = folderOf(path);
    if (parent !== undefined) folders.add(parent);
  }
  removeIfEmpty(folders, folder);
}

/** Removes those of the folders that are empty; the system refuses to remove any other. */
function removeIfEmpty(folders: Iterable<string>, folder: OutputFolder): void {
  for (const name of folders) quietly(() => rmdirSync(folder.locate(name)));
}

/** Removes what runs that died left behind; gives the folders it was in. Only the holder of the lock may do this. */
function sweepLeftovers(folder: OutputFolder): Set<string> {
  const folders = new Set<string>();
  for (const path of folder.temporaries) {
    // Partial texts may be anywhere; claims are beside the lock, at the top. The lock itself is this run's own.
    if (!isPartial(basename(path)) && !isClaim(path)) continue;
    quietly(() => rmSync(folder.locate(path), { force: true }));
    const parent = folderOf(path);
    if (parent !== undefined) folders.add(parent);
  }
  return folders;
}
