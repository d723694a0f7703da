import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { isWithin, withFile, writeWhole } from '../files';
import { UserError } from '../problem';
import { readText } from '../read-file';

export interface PrivateFile {
  readonly path: string;
  readonly text: string;
  /** Matches the content that a new file may replace. */
  readonly replaces: RegExp;
  /** Folder of generated manifests. They are committed, so no credential is written there. */
  readonly outdir: string;
}

/**
 * Writes a file that only its owner can read. It is written under another name and renamed, so nobody sees half of it
 * or reads it with wider permissions.
 * @returns warnings
 * @throws UserError if the place is not safe for a credential
 */
export function writePrivateFile(file: PrivateFile): string[] {
  const { path, text } = file;
  refuseUnfit(file);
  withFile(path, 'written', () => writeWhole(path, text, 0o600));
  return isBelowGit(path)
    ? [
        `warning: ${path}: contains a credential and is in a Git repository that does not ignore it. Add it to .gitignore`,
      ]
    : [];
}

/** Checks everything that can be checked before the text exists. @throws UserError */
export function refuseUnfit({ path, replaces, outdir }: Omit<PrivateFile, 'text'>): void {
  const found = withFile(path, 'written', () => lstatSync(path, { throwIfNoEntry: false }));
  if (found?.isSymbolicLink())
    throw new UserError(
      `${path}: is a symbolic link, and no credential is written through a link. Name a file`,
    );
  if (found?.isDirectory()) throw new UserError(`${path}: is a folder. Name a file in it`);
  if (found !== undefined && !found.isFile())
    throw new UserError(`${path}: is not a plain file. Name a file`);
  if (found !== undefined && !replaces.test(withFile(path, 'written', () => readText(path))))
    throw new UserError(`${path}: exists already and contains something else. Name another file`);
  const folder = dirname(resolve(path));
  if (!existsSync(folder))
    throw new UserError(`${path}: there is no folder ${dirname(path)}. Make it first, or name another file`);
  if (isWithin(outdir, folder))
    throw new UserError(
      `${path}: is in the output folder, which is committed, and would contain a credential. Name a file elsewhere`,
    );
}

/** Whether `git add --all` would add the file. */
function isBelowGit(path: string): boolean {
  const { status } = spawnSync('git', ['-C', dirname(resolve(path)), 'check-ignore', '-q', basename(path)], {
    stdio: 'ignore',
    timeout: 3000,
  });
  return status === 1;
}
