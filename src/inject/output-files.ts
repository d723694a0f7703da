import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { makeFolder, withFile } from '../files';
import { UserError } from '../problem';
import { textOfFile } from './input-files';

/** A destination for texts that are kept only if everything succeeds. */
export interface Output {
  write(text: string): void;
  /** Renames the written text to its final name. */
  keep(): void;
  /** Removes the written text unless it was kept. */
  drop(): void;
}

const BATCH = 1 << 16;

/** A file that gets its final name at the end, in one step. */
export class FileOutput implements Output {
  private readonly target: string;
  private readonly temporary: string;
  private handle: number | undefined;
  private pending = '';
  /** Whether the folder was created for this file. */
  private readonly createdFolder: boolean;

  /** @throws UserError if the file cannot exist */
  constructor(private readonly path: string) {
    // A link stays a link.
    this.target = existsSync(path) ? realpathSync(path) : path;
    // The rename at the end would replace a device or a pipe.
    if (existsSync(path) && !statSync(path).isFile())
      throw new UserError(`${path}: is not a plain file. Name a file`);
    this.temporary = join(dirname(this.target), `.${basename(this.target)}.${randomUUID()}.tmp`);
    this.createdFolder = this.attempt(() => makeFolder(dirname(this.target))) !== undefined;
    this.handle = this.attempt(() => openSync(this.temporary, 'wx'));
  }

  write(text: string): void {
    this.pending += text;
    if (this.pending.length >= BATCH) this.flush();
  }

  keep(): void {
    this.flush();
    this.close();
    this.attempt(() => {
      if (existsSync(this.target)) chmodSync(this.temporary, statSync(this.target).mode & 0o777);
      renameSync(this.temporary, this.target);
    });
  }

  drop(): void {
    this.close();
    rmSync(this.temporary, { force: true });
    if (this.createdFolder && readdirSync(dirname(this.target)).length === 0) rmdirSync(dirname(this.target));
  }

  private flush(): void {
    const { handle, pending } = this;
    if (handle !== undefined) this.attempt(() => writeFileSync(handle, pending));
    this.pending = '';
  }

  private attempt<T>(step: () => T): T {
    return withFile(this.path, 'written', step);
  }

  private close(): void {
    if (this.handle !== undefined) closeSync(this.handle);
    this.handle = undefined;
  }
}

/** A temporary file that is printed at the end, so that invalid input prints nothing. */
export class SpooledOutput implements Output {
  private readonly folder = withFile(tmpdir(), 'written', () =>
    mkdtempSync(join(tmpdir(), 'istio-remote-inject-')),
  );
  private readonly file = new FileOutput(join(this.folder, 'output'));

  constructor(private readonly print: (text: string) => void) {}

  write(text: string): void {
    this.file.write(text);
  }

  keep(): void {
    this.file.keep();
    for (const text of textOfFile(join(this.folder, 'output'), 'output')) this.print(text);
    this.drop();
  }

  drop(): void {
    this.file.drop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
