import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileError, UserError } from '../problem';

export interface PrivateFile {
  readonly path: string;
  readonly text: string;
  /** What a file of that name may hold to be replaced. */
  readonly replaces: RegExp;
  /** Folder of generated manifests, which are committed: nothing private goes there. */
  readonly outdir: string;
}

/**
 * Writes a file that only its owner may read: under a name of its own first, then renamed, so that it is never there
 * by half and never readable by others.
 * @returns warnings
 * @throws UserError when the place is not fit for a credential
 */
export function writePrivateFile(file: PrivateFile): string[] {
  const { path, text } = file;
  refuseUnfit(file);
  const partial = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.partial`);
  try {
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
    const handle = openSync(partial, flags, 0o600);
    try {
      writeAll(handle, Buffer.from(text));
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    throw fileError(path, 'written', error);
  }
  return isBelowGit(path)
    ? [
        `warning: ${path}: contains a credential and is in a Git repository that does not ignore it. Add it to .gitignore`,
      ]
    : [];
}

/** Everything that is known before there is anything to write. @throws UserError */
export function refuseUnfit({ path, replaces, outdir }: Omit<PrivateFile, 'text'>): void {
  const found = attempt(path, () => lstatSync(path, { throwIfNoEntry: false }));
  if (found?.isSymbolicLink())
    throw new UserError(`${path}: is a symbolic link, through which no credential is written. Name a file`);
  if (found?.isDirectory()) throw new UserError(`${path}: is a folder. Name a file in it`);
  if (found !== undefined && !found.isFile())
    throw new UserError(`${path}: is not a plain file. Name a file`);
  if (found !== undefined && !replaces.test(attempt(path, () => readFileSync(path, 'utf8'))))
    throw new UserError(`${path}: exists already and contains something else. Name another file`);
  const folder = realPath(dirname(resolve(path)));
  if (folder === undefined)
    throw new UserError(`${path}: there is no folder ${dirname(path)}. Make it first, or name another file`);
  const generated = realPath(resolve(outdir));
  const way = generated === undefined ? '..' : relative(generated, folder);
  if (way !== '..' && !way.startsWith('../'))
    throw new UserError(
      `${path}: is in the output folder, which is committed, and would contain a credential. Name a file elsewhere`,
    );
}

function writeAll(handle: number, bytes: Buffer): void {
  for (let rest = bytes; rest.length > 0; ) rest = rest.subarray(writeSync(handle, rest));
}

function attempt<T>(path: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    throw fileError(path, 'written', error);
  }
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** Whether `git add --all` would take the file. */
function isBelowGit(path: string): boolean {
  const { status } = spawnSync('git', ['-C', dirname(resolve(path)), 'check-ignore', '-q', basename(path)], {
    stdio: 'ignore',
    timeout: 3000,
  });
  return status === 1;
}
