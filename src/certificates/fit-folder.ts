import { lstatSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { UserError } from '../problem';
import { refuseTracked } from './git-tracking';

/**
 * Makes sure that a folder may hold keys, and makes it (for its owner alone) when it is not there.
 * @param folder as the person named it
 * @param outdir folder of generated manifests, which are committed
 * @throws UserError
 */
export function makeFitFolder(folder: string, outdir: string): void {
  refuseUnfit(folder, outdir);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw cannot(folder, 'made', error);
  }
}

/** Everything {@link makeFitFolder} asks for, without changing anything. @throws UserError */
export function refuseUnfit(folder: string, outdir: string): void {
  const real = realPath(resolve(folder));
  const way = relative(realPath(resolve(outdir)), real);
  if (way === '' || !/^\.\.(?:\/|$)/.test(way))
    throw new UserError(
      `${folder}: lies in the output folder, which is committed, and would hold keys. Name a folder elsewhere with --dir`,
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

/** `0644`, as chmod takes it. */
export function modeText(mode: number): string {
  return `0${(mode & 0o777).toString(8).padStart(3, '0')}`;
}

/** The real path of what is there, with the rest of the way as it was named. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    const above = dirname(path);
    if (above === path) return path;
    // A link to nowhere would lead out of every check once somebody makes its target.
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) throw cannot(path, 'followed', error);
    return join(realPath(above), basename(path));
  }
}

function cannot(path: string, done: string, error: unknown): UserError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return new UserError(`${path}: cannot be ${done} (${code}). Check the path and its permissions`);
}
