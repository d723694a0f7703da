import { rmdirSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { quietly } from './file-system-error';
import { folderOf } from './output-file';
import type { OutputFolder } from './output-folder';
import { isClaim, isPartial } from './temporary-name';

/** Removes the files, then the folders that this made empty. */
export function removeFiles(paths: Iterable<string>, folder: OutputFolder): void {
  const folders = new Set<string>();
  for (const path of paths) {
    folder.attempt(path, (file) => rmSync(file, { force: true }));
    const parent = folderOf(path);
    if (parent !== undefined) folders.add(parent);
  }
  removeIfEmpty(folders, folder);
}

/** Removes those of the folders that are empty; the system refuses to remove any other. */
export function removeIfEmpty(folders: Iterable<string>, folder: OutputFolder): void {
  for (const name of folders) quietly(() => rmdirSync(folder.locate(name)));
}

/** Removes what runs that died left behind; gives the folders it was in. Only the holder of the lock may do this. */
export function sweepLeftovers(folder: OutputFolder): Set<string> {
  const folders = new Set<string>();
  for (const path of folder.inventory.temporaries) {
    if (!isLeftover(path)) continue;
    quietly(() => rmSync(folder.locate(path), { force: true }));
    const parent = folderOf(path);
    if (parent !== undefined) folders.add(parent);
  }
  return folders;
}

/** Partial texts lie anywhere; claims on a lock lie beside it, at the top. The lock itself is this run's own. */
function isLeftover(path: string): boolean {
  return isPartial(basename(path)) || isClaim(path);
}
