import { existsSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { isBelow } from '../files';
import { errorAt, type Problem, quoted } from '../problem';

/**
 * Resolves a path of mesh.yaml, links included. It must stay in the repository of mesh.yaml, which is the nearest
 * folder above it with `.git`, else the folder of mesh.yaml. It must not be in `.git`, since git's own files may
 * contain credentials.
 * @param base folder of the mesh file
 * @param name the path as written in mesh.yaml or found in a folder
 * @returns a real path. If the path must not be used: a problem without a place.
 */
export function pathInRepository(base: string, name: string): string | Problem {
  const folder = destination(resolve(base));
  const path = folder === undefined ? undefined : destination(resolve(folder, name));
  if (folder === undefined || path === undefined)
    return errorAt([], `${quoted(name)} leads in a circle of links`, 'Correct the links');
  const top = isBelow(folder, path) ? folder : repositoryOf(folder);
  if (!isBelow(top, path))
    return errorAt(
      [],
      `expected a path inside ${top}, got ${quoted(name)}, which leads outside`,
      'Copy the file into the repository of mesh.yaml',
    );
  if (!relative(top, path).split('/').some(isOfGit)) return path;
  return errorAt(
    [],
    `expected files of the repository, got ${quoted(name)}, which is git's own`,
    'Remove it',
  );
}

/** Limit of links in a path, as in Linux. */
const MOST_LINKS = 40;

/**
 * Returns the real path, whether or not the file exists: messages about a path outside must not reveal that.
 * Undefined for a circle of links.
 */
function destination(path: string, links = MOST_LINKS): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    const above = dirname(path);
    const folder = above === path ? path : destination(above, links);
    if (folder === undefined || above === path) return folder;
    const here = join(folder, basename(path));
    const target = targetOf(here);
    if (target === undefined) return here;
    return links === 0 ? undefined : destination(resolve(folder, target), links - 1);
  }
}

function targetOf(link: string): string | undefined {
  try {
    return readlinkSync(link);
  } catch {
    return undefined;
  }
}

/** Some file systems ignore the case of letters. */
function isOfGit(step: string): boolean {
  return step.toLowerCase() === '.git';
}

function repositoryOf(folder: string, above = folder): string {
  if (existsSync(join(above, '.git'))) return above;
  return dirname(above) === above ? folder : repositoryOf(folder, dirname(above));
}
