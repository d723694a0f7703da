import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, UserError } from '../problem';

/** What is below a folder and is no folder itself. */
interface FoundEntry {
  /** Relative to the folder. */
  readonly path: string;
  readonly entry: Dirent;
}

/**
 * Every file, link and pipe below a folder, at any depth, by the names of folders and files. No link is followed.
 * @returns nothing for a folder that is not there
 * @throws UserError when a folder cannot be read
 */
export function entriesBelow(folder: string, prefix = ''): FoundEntry[] {
  return sortedEntries(join(folder, prefix)).flatMap((entry) => {
    const path = prefix + entry.name;
    return entry.isDirectory() ? entriesBelow(folder, `${path}/`) : [{ path, entry }];
  });
}

function sortedEntries(folder: string): Dirent[] {
  return inFolder(folder, [], () =>
    readdirSync(folder, { withFileTypes: true }).sort((left, right) => (left.name < right.name ? -1 : 1)),
  );
}

/** Reads something of a folder. @param missing the answer when it is not there @throws UserError when it cannot be read */
export function inFolder<T>(folder: string, missing: T, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    if (code === 'ENOENT') return missing;
    throw new UserError(`${folder}: cannot be read (${code}). Check its permissions`);
  }
}
