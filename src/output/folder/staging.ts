import {
  closeSync,
  constants,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename } from 'node:path';
import { OutputError, quietly } from './output-error';
import { folderOf, partialName } from './output-file';
import type { OutputFolder } from './output-folder';

const CREATE_NEW = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** Names up to this length fit wherever a partial name fits. */
const SAFE_LENGTH = partialName(0).length;

/**
 * Writes new texts under temporary names beside their paths until all are complete. A rename replaces a file in one
 * step, so a reader sees the old text or the new one, even if this run is killed. Nothing is synced to the disk:
 * after a power failure, the next run compares again and repairs.
 */
export class Staging {
  private readonly paths: string[] = [];
  private readonly madeFolders = new Set<string>();
  private committed = 0;

  constructor(private readonly folder: OutputFolder) {}

  /** Writes the text under a temporary name in the folder of `path`. Creates a missing folder. */
  add(path: string, text: string): void {
    this.folder.attempt(path, (file) => {
      this.makeFolder(folderOf(path));
      // Only the file system knows how long a name may be. Asking now avoids a failure halfway through the commit.
      if (Buffer.byteLength(basename(path)) > SAFE_LENGTH) lstatSync(file, { throwIfNoEntry: false });
      createFile(this.partial(this.paths.push(path) - 1), text);
    });
  }

  /** Renames every file to its path, in order. */
  commit(): void {
    for (const path of this.paths) {
      try {
        this.folder.attempt(path, (file) => renameSync(this.partial(this.committed), file));
      } catch (error) {
        if (!(error instanceof OutputError) || this.committed === 0) throw error;
        const done = `${this.committed} of ${this.paths.length} files are already in place, each of them whole.`;
        throw new OutputError(`${error.message} ${done}`, error);
      }
      this.committed += 1;
    }
  }

  /** Removes the temporary files, and the folders created for them. */
  rollback(): void {
    for (let serial = this.committed; serial < this.paths.length; serial += 1) {
      quietly(() => unlinkSync(this.partial(serial)));
    }
    for (const made of this.madeFolders) quietly(() => rmdirSync(this.folder.locate(made)));
  }

  private makeFolder(name: string | undefined): void {
    if (name === undefined || this.madeFolders.has(name) || this.folder.entries.has(name)) return;
    mkdirSync(this.folder.locate(name));
    this.madeFolders.add(name);
  }

  private partial(serial: number): string {
    const folder = folderOf(this.paths[serial] ?? '');
    const name = partialName(serial);
    return this.folder.locate(folder === undefined ? name : `${folder}/${name}`);
  }
}

function createFile(file: string, text: string): void {
  const descriptor = openSync(file, CREATE_NEW, 0o644);
  try {
    writeFileSync(descriptor, text);
  } finally {
    closeSync(descriptor);
  }
}
