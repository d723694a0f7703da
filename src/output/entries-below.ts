import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, UserError } from '../problem';

/** An entry in a folder that is no folder itself. */
interface FoundEntry {
  /** Relative to the folder. */
  readonly path: string;
  readonly entry: Dirent;
}

/**
 * Returns every file, link and pipe in a folder, at any depth, sorted by name. Follows no links.
 * @returns nothing if the folder does not exist
 * @throws UserError if a folder cannot be read
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

/**
 * Reads something in a folder.
 * @param missing the result if it does not exist
 * @throws UserError if it cannot be read
 */
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
