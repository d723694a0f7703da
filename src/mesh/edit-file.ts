import {
  chmodSync,
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errorAt, quoted, UserError } from '../problem';

/**
 * Replaces the text of a file in one step, so that a reader sees the old text or the new one. A symbolic link stays and
 * its target changes; permissions stay.
 * @param before the text of the file when it was read
 * @throws UserError if the file has changed since, or cannot be written
 */
export function replaceFile(file: string, before: string, after: string): void {
  const fault = (message: string, fix: string) => new UserError([{ ...errorAt([], message, fix), file }]);
  let partial: string | undefined;
  try {
    const target = realpathSync(file);
    const { mode } = statSync(target);
    partial = join(dirname(target), `.${basename(target)}.${process.pid}.partial`);
    rmSync(partial, { force: true });
    writeSynced(partial, after, mode & 0o777);
    if (readFileSync(target, 'utf8') !== before)
      throw fault('has changed meanwhile, and nothing is written', 'Run the command again');
    renameSync(partial, target);
    partial = undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && !(error instanceof UserError))
      throw fault(`cannot be written (${quoted(String(error.code))})`, 'Check its folder and permissions');
    throw error;
  } finally {
    if (partial !== undefined) rmSync(partial, { force: true });
  }
}

function writeSynced(file: string, text: string, mode: number): void {
  const handle = openSync(file, 'wx', mode);
  try {
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  // The umask may have taken away what the old file allowed.
  chmodSync(file, mode);
}
