import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode, explain } from './file-system-error';
import { isOwnTemporary } from './temporary-name';

export type EntryKind = 'file' | 'folder' | 'link' | 'other';

/** What is in the output folder and in the real folders directly below it; each folder is listed once. */
export interface Inventory {
  /** Kind by path relative to the output folder. A link is never followed. */
  readonly entries: ReadonlyMap<string, EntryKind>;
  /** Paths of locks, claims and partial texts: this run's own, or those of a run that died. */
  readonly temporaries: readonly string[];
}

/** Lists the folder `root`; `shown` is what messages call it. A folder that is not there is empty. */
export function takeInventory(root: string, shown: string): Inventory {
  const entries = new Map<string, EntryKind>();
  const temporaries: string[] = [];

  const list = (folder: string, prefix: string): void => {
    for (const entry of readFolder(folder, shown, prefix)) {
      const path = prefix + entry.name;
      if (isOwnTemporary(entry.name) && !entry.isDirectory()) {
        temporaries.push(path);
        continue;
      }
      const kind = kindOf(entry);
      entries.set(path, kind);
      if (kind === 'folder' && prefix === '') list(`${root}/${path}`, `${path}/`);
    }
  };
  list(root, '');
  return { entries, temporaries };
}

function readFolder(folder: string, shown: string, prefix: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw explain(error, join(shown, prefix));
  }
}

function kindOf(entry: Dirent): EntryKind {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'link' : 'other';
}
