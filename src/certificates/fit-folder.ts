import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isWithin, makeFolder, realPath, withFile } from '../files';
import { codeOf, UserError } from '../problem';

/** The folder of keys, and the folder that must never contain one. */
export interface KeyFolders {
  /** Folder of all keys and certificates, as the user wrote it. */
  readonly dir: string;
  /** Output folder of the manifests, which are committed. */
  readonly outdir: string;
}

/** Makes sure that a folder is safe for keys. Creates a missing folder for its owner only. @throws UserError */
export function makeFitFolder({ dir: folder, outdir }: KeyFolders): void {
  refuseUnfit(folder, outdir);
  withFile(folder, 'made', () => makeFolder(folder, 0o700));
}

/** Checks everything that {@link makeFitFolder} requires, and changes nothing. @throws UserError */
export function refuseUnfit(folder: string, outdir: string): void {
  const real = realPath(resolve(folder));
  if (isWithin(outdir, folder))
    throw new UserError(
      `${folder}: is in the output folder, which is committed, and would contain keys. Name a folder elsewhere with --dir`,
    );
  const found = statSync(real, { throwIfNoEntry: false });
  if (found !== undefined && !found.isDirectory())
    throw new UserError(`${folder}: expected a folder, got a file. Name another with --dir`);
  if (found !== undefined && (found.mode & 0o022) !== 0)
    throw new UserError(
      `${folder}: others may write into it (mode ${modeText(found.mode)}), so they could put their own keys there. Run \`chmod 700 ${folder}\``,
    );
  refuseTracked(real, folder);
}

/** Formats `0644`, as chmod accepts it. */
export function modeText(mode: number): string {
  return `0${(mode & 0o777).toString(8).padStart(3, '0')}`;
}

/**
 * Refuses a folder that Git would commit: inside a work tree and not ignored, or with files that Git already tracks.
 * @param folder its real path; it may be missing
 * @param shown its name for messages
 * @throws UserError that says how to ignore it
 */
function refuseTracked(folder: string, shown: string): void {
  const top = workTreeOf(folder);
  if (top === undefined) return;
  const tracked = git(top, 'ls-files', '--', folder);
  // Asks about a file in the folder, because a pattern such as `certs/` does not match a folder that does not exist
  // yet.
  const ignored = git(top, 'check-ignore', '--no-index', '-q', join(folder, 'root', 'root-key.pem'));
  if (tracked.status !== 0 || (ignored.status !== 0 && ignored.status !== 1))
    throw new UserError(
      `${shown}: is in the Git work tree ${top}, and git does not say whether it ignores it (${reason(tracked)}). Keep the keys in a folder outside with --dir`,
    );
  if (tracked.stdout !== '')
    throw new UserError(
      `${shown}: Git tracks files in it, and keys must never be committed. Take them out with \`git rm -r --cached ${shown}\`, or name a folder outside with --dir`,
    );
  if (ignored.status === 0) return;
  const pattern = folder === top ? '*' : `${folder.slice(top.length)}/`;
  throw new UserError(
    `${shown}: is in the Git work tree ${top}, which does not ignore it, and keys must never be committed. Add the line ${pattern} to ${join(top, '.gitignore')}, or name a folder outside with --dir`,
  );
}

/** Running Git costs a process, and most folders of keys are in no work tree. */
function workTreeOf(folder: string): string | undefined {
  if (existsSync(join(folder, '.git'))) return folder;
  const above = dirname(folder);
  return above === folder ? undefined : workTreeOf(above);
}

function git(top: string, ...args: readonly string[]) {
  // Inside a hook, these variables refer to another repository.
  const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, ...env } = process.env;
  return spawnSync('git', ['-C', top, ...args], { encoding: 'utf8', timeout: 10_000, env });
}

function reason({ error, stderr }: SpawnSyncReturns<string>): string {
  if (codeOf(error) === 'ENOENT') return 'it is not installed';
  return (stderr ?? '').split('\n')[0]?.slice(0, 120) || 'it failed';
}
