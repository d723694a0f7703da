import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  lstatSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { codeOf, fileError, quoted } from './problem';

/** Does something with a file. @throws UserError that says so when it cannot be done */
export function withFile<T>(path: string, done: 'followed' | 'made' | 'read' | 'written', step: () => T): T {
  try {
    return step();
  } catch (error) {
    throw fileError(path, done, error);
  }
}

/** Why a file could not be read, and what to do. @param missing what to do if it is not there */
export function readFailure(error: unknown, missing: string): [message: string, fix: string] {
  const code = codeOf(error);
  if (code === undefined) throw error;
  if (code === 'ENOENT') return ['there is no such file', missing];
  if (code === 'EACCES' || code === 'EPERM') return ['may not be read', 'Check its permissions'];
  return [`cannot be read: ${quoted(code)}`, 'Check the path'];
}

/** A name beside a file, for what takes its place once it is complete. */
export function partialName(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.partial`);
}

/**
 * Writes a file in one step: a reader sees all of the text, or what was there before.
 * @param mode its permissions, whatever the umask; undefined: what the umask allows
 * @param beforeRename may still refuse
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

/** Writes a new file to the disk. */
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

/** Whether a path is a folder or is in it, links followed. Neither needs to be there yet. @throws UserError */
export function isWithin(folder: string, path: string): boolean {
  return isBelow(realPath(resolve(folder)), realPath(resolve(path)));
}

/** Whether a path is a folder or is in it, by their names alone. */
export function isBelow(folder: string, path: string): boolean {
  return !/^\.\.(?:\/|$)/.test(relative(folder, path));
}

/** The real path of what is there, with the rest of the way as it was named. @throws UserError */
export function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    const above = dirname(path);
    if (above === path) return path;
    // The target of a dangling link is unknown: it could be made later, anywhere.
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink())
      throw fileError(path, 'followed', error);
    return join(realPath(above), basename(path));
  }
}
