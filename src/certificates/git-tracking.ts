import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../problem';

/**
 * Refuses a folder that Git would commit: inside a work tree and not ignored, or with files that are tracked already.
 * @param folder its real path; it need not be there yet
 * @param shown what messages call it
 * @throws UserError that says how to ignore it
 */
export function refuseTracked(folder: string, shown: string): void {
  const top = workTreeOf(folder);
  if (top === undefined) return;
  const tracked = git(top, 'ls-files', '--', folder);
  // Whether a file in it is ignored, since a pattern such as `certs/` says nothing about a folder that is not there yet.
  const ignored = git(top, 'check-ignore', '--no-index', '-q', join(folder, 'root', 'root-key.pem'));
  if (tracked.status !== 0 || (ignored.status !== 0 && ignored.status !== 1))
    throw new UserError(
      `${shown}: lies in the Git work tree ${top}, and git does not say whether it ignores it (${reason(tracked)}). Keep the keys in a folder outside with --dir`,
    );
  if (tracked.stdout !== '')
    throw new UserError(
      `${shown}: Git tracks files in it, and keys must never be committed. Take them out with \`git rm -r --cached ${shown}\`, or name a folder outside with --dir`,
    );
  if (ignored.status === 0) return;
  const pattern = folder === top ? '*' : `${folder.slice(top.length)}/`;
  throw new UserError(
    `${shown}: lies in the Git work tree ${top}, which does not ignore it, and keys must never be committed. Add the line ${pattern} to ${join(top, '.gitignore')}, or name a folder outside with --dir`,
  );
}

/** Asking Git costs a process, and most folders of keys are in no work tree. */
function workTreeOf(folder: string): string | undefined {
  if (existsSync(join(folder, '.git'))) return folder;
  const above = dirname(folder);
  return above === folder ? undefined : workTreeOf(above);
}

function git(top: string, ...args: readonly string[]) {
  // Inside a hook these name another repository.
  const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, ...env } = process.env;
  return spawnSync('git', ['-C', top, ...args], { encoding: 'utf8', timeout: 10_000, env });
}

function reason({
  error,
  stderr,
}: {
  readonly error?: Error | undefined;
  readonly stderr: string | null;
}): string {
  if (error !== undefined && 'code' in error && error.code === 'ENOENT') return 'it is not installed';
  return (stderr ?? '').split('\n')[0]?.slice(0, 120) || 'it failed';
}
