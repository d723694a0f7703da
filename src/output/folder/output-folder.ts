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

type EntryKind = 'file' | 'folder' | 'link' | 'other';

/**
 * The output folder as a run found it. The folder itself may be a link, but no file or folder below it that the run
 * writes.
 */
export class OutputFolder {
  /** Kind of each entry of the folder and of the real folders below it, by path. Follows no links. */
  readonly entries = new Map<string, EntryKind>();
  /** Paths of locks, claims and partial texts, of this run or of a run that died. */
  readonly temporaries: string[] = [];

  /**
   * @param root real path of the folder, which may be missing
   * @param outdir the folder as the user wrote it, for messages
   */
  constructor(
    readonly root: string,
    private readonly outdir: string,
  ) {
    this.list('');
  }

  private list(prefix: string): void {
    for (const entry of this.entriesOf(prefix)) {
      const path = prefix + entry.name;
      if (isOwnTemporary(entry.name) && !entry.isDirectory()) {
        this.temporaries.push(path);
        continue;
      }
      const kind = kindOf(entry);
      this.entries.set(path, kind);
      if (kind === 'folder' && prefix === '') this.list(`${path}/`);
    }
  }

  /** A missing folder counts as empty. */
  private entriesOf(prefix: string): Dirent[] {
    try {
      return readdirSync(this.locate(prefix), { withFileTypes: true });
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return [];
      throw explain(error, this.show(prefix));
    }
  }

  /** Returns the real path of an output file. */
  locate(path: string): string {
    return `${this.root}/${path}`;
  }

  /** Returns an output path for messages. */
  show(path: string): string {
    return join(this.outdir, path);
  }

  /** Returns true if the file exists. Throws if the existing entry, or one on the way to it, must not be written. */
  hasFile(path: string): boolean {
    const folder = folderOf(path);
    if (folder !== undefined) {
      const kind = this.entries.get(folder);
      if (kind === 'link') throw this.linkError(folder);
      if (kind === 'file' || kind === 'other') {
        throw this.obstacleError(folder, 'a file is where the folder of a cluster belongs');
      }
    }
    const kind = this.entries.get(path);
    if (kind === 'link') throw this.linkError(path);
    if (kind === 'folder') throw this.obstacleError(path, 'a folder is where an output file belongs');
    if (kind === 'other')
      throw this.obstacleError(path, 'neither a file nor a folder (a pipe, a socket or a device)');
    return kind === 'file';
  }

  /** Runs one step on the file of an output path and rewords its error. */
  attempt<T>(path: string, step: (file: string) => T): T {
    try {
      return step(this.locate(path));
    } catch (error) {
      throw explain(error, this.show(path));
    }
  }

  /** Returns the text of an existing file. */
  read(path: string): string {
    return this.attempt(path, readText);
  }

  /**
   * Returns the text of an existing file, or `undefined` if this user may not read it. Such a file cannot be ours.
   */
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

  /** Returns the error for a file of others at a path of the output. */
  foreignError(path: string): OutputError {
    return this.obstacleError(
      path,
      'this tool writes a file of that name, but did not create the existing one',
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

function kindOf(entry: Dirent): EntryKind {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'link' : 'other';
}
