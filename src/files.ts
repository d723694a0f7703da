import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { codeOf, fileError, quoted, UserError } from './problem';

/** Runs a step on a file. @throws UserError with the reason if it fails */
export function withFile<T>(path: string, done: 'followed' | 'made' | 'read' | 'written', step: () => T): T {
  try {
    return step();
  } catch (error) {
    throw fileError(path, done, error);
  }
}

/** Says why a file could not be read, and what to do. @param missing what to do if it does not exist */
export function readFailure(error: unknown, missing: string): [message: string, fix: string] {
  if (error instanceof UserError && typeof error.problems !== 'string') {
    const [{ message, fix = missing } = {}] = error.problems;
    if (message !== undefined) return [message, fix];
  }
  const code = codeOf(error);
  if (code === undefined) throw error;
  if (code === 'ENOENT') return ['there is no such file', missing];
  if (code === 'EACCES' || code === 'EPERM') return ['may not be read', 'Check its permissions'];
  return [`cannot be read: ${quoted(code)}`, 'Check the path'];
}

/** Returns what is at a path, following links. Undefined if nothing is, or this user may not look. */
export function statIfThere(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return undefined;
  }
}

/**
 * Creates a folder and the missing folders above it, or nothing. `mkdirSync` with `recursive` never returns on a file
 * system such as /proc, which reports ENOENT although the parent exists. Source: Node.js 20, MKDirpSync in
 * src/node_file.cc.
 * @param mode permissions of each new folder, less the umask. Default: 0o777
 * @returns the topmost new folder, or undefined if the folder exists
 */
export function makeFolder(path: string, mode?: number): string | undefined {
  const folder = resolve(path);
  const made: string[] = [];
  try {
    for (const each of [...missingFolders(dirname(folder)), folder]) if (makeOne(each, mode)) made.push(each);
  } catch (error) {
    // Another run may have written something into them.
    for (const each of made.reverse()) if (readdirSync(each).length === 0) rmdirSync(each);
    throw error;
  }
  return made[0];
}

/** Returns the missing folders of a path, topmost first. */
function missingFolders(folder: string): string[] {
  return existsSync(folder) ? [] : [...missingFolders(dirname(folder)), folder];
}

/** Creates a folder whose parent exists. @returns whether it was missing */
function makeOne(folder: string, mode: number | undefined): boolean {
  try {
    mkdirSync(folder, mode);
    return true;
  } catch (error) {
    // For a dangling link this throws ENOENT, the right reason.
    if (codeOf(error) === 'EEXIST' && statSync(folder).isDirectory()) return false;
    throw error;
  }
}

/** Returns a temporary name beside a file. The complete file is then renamed. */
export function partialName(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.partial`);
}

/**
 * Writes a file in one step: a reader sees the whole text, or the old one.
 * @param mode its permissions, whatever the umask; undefined: what the umask allows
 * @param beforeRename may throw to refuse
 */
export function writeWhole(path: string, text: string, mode?: number, beforeRename = () => {}): void {
  const partial = partialName(path);
  try {
    writeSynced(partial, text, mode);
    beforeRename();
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

/** Writes a new file and syncs it to the disk. */
export function writeSynced(path: string, text: string, mode?: number): void {
  const handle = openSync(path, 'wx', mode);
  try {
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  if (mode !== undefined) chmodSync(path, mode);
}

/** Whether a path is a folder or is in it, following links. Both may be missing. @throws UserError */
export function isWithin(folder: string, path: string): boolean {
  return isBelow(realPath(resolve(folder)), realPath(resolve(path)));
}

/** Whether a path is a folder or is in it, by name only. */
export function isBelow(folder: string, path: string): boolean {
  return !/^\.\.(?:\/|$)/.test(relative(folder, path));
}

/** Returns the real path of the existing part, with the rest of the path as written. @throws UserError */
export function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    const above = dirname(path);
    if (above === path) return path;
    const found = withFile(path, 'followed', () => lstatSync(path, { throwIfNoEntry: false }));
    // The target of a dangling link is unknown: somebody could create it later, anywhere.
    if (found?.isSymbolicLink()) throw fileError(path, 'followed', error);
    return join(realPath(above), basename(path));
  }
}
