import {
  closeSync,
  constants,
  type Dirent,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { errorCode, explain, OutputError } from './output-error';
import { folderOf, isOwnTemporary } from './output-file';

/** The output folder as a run found it. The folder itself may be a link; nothing that is written below it may be one. */
export class OutputFolder {
  readonly inventory: Inventory;

  /**
   * @param root real path of the folder; it need not be there
   * @param outdir the folder as the person named it, for messages
   */
  constructor(
    readonly root: string,
    private readonly outdir: string,
  ) {
    this.inventory = takeInventory(root, outdir);
  }

  /** Where the file of an output path is. */
  locate(path: string): string {
    return `${this.root}/${path}`;
  }

  /** What messages call an output path. */
  show(path: string): string {
    return join(this.outdir, path);
  }

  /** True when the path is there; throws when what is there (or on the way to it) must not be written. */
  hasFile(path: string): boolean {
    const folder = folderOf(path);
    if (folder !== undefined) {
      const kind = this.inventory.entries.get(folder);
      if (kind === 'link') throw this.linkError(folder);
      if (kind === 'file' || kind === 'other') {
        throw this.obstacleError(folder, 'a file stands where the folder of a cluster belongs');
      }
    }
    const kind = this.inventory.entries.get(path);
    if (kind === 'link') throw this.linkError(path);
    if (kind === 'folder') throw this.obstacleError(path, 'a folder stands where an output file belongs');
    if (kind === 'other')
      throw this.obstacleError(path, 'neither a file nor a folder (a pipe, a socket or a device)');
    return kind === 'file';
  }

  /** Runs one step on the file of an output path and words its failure. */
  attempt<T>(path: string, step: (file: string) => T): T {
    try {
      return step(this.locate(path));
    } catch (error) {
      throw explain(error, this.show(path));
    }
  }

  /** The text of an existing file. */
  read(path: string): string {
    return this.attempt(path, readText);
  }

  /** The text of an existing file; `undefined` when this user may not read it, so that it cannot be ours. */
  readIfPermitted(path: string): string | undefined {
    return this.attempt(path, (file) => {
      try {
        return readText(file);
      } catch (error) {
        if (errorCode(error) === 'EACCES') return undefined;
        throw error;
      }
    });
  }

  /** A file that somebody else made stands where one of ours belongs. */
  foreignError(path: string): OutputError {
    return this.obstacleError(
      path,
      'this tool writes a file of that name, and has not made the one that is there',
    );
  }

  private obstacleError(path: string, what: string): OutputError {
    return new OutputError(`${this.show(path)}: ${what}. Move or remove it and run again.`);
  }

  private linkError(path: string): OutputError {
    return new OutputError(
      `${this.show(path)}: a symbolic link to ${this.destination(path)}; output is not written through links. ` +
        'Remove the link and run again (the output folder itself may be a link).',
    );
  }

  private destination(path: string): string {
    return this.attempt(path, (link) => {
      const target = readlinkSync(link);
      try {
        const outside = relative(this.root, realpathSync(link)).startsWith('..');
        return `${target}, ${outside ? 'outside' : 'inside'} the output folder`;
      } catch (error) {
        if (errorCode(error) === undefined) throw error;
        return `${target}, which does not exist`;
      }
    });
  }
}

function readText(file: string): string {
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}

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
