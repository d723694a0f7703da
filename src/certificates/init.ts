import { existsSync } from 'node:fs';
import { UserError } from '../problem';
import { type AuthorityOptions, makeRoot } from './authority';
import type { Certificate } from './certificate';
import { type KeyFolders, makeFitFolder } from './fit-folder';
import { previousFolder, rootFolder } from './layout';
import { locked } from './private-folder';
import { putRoot, readRoots, recover } from './root';
import { clustersWithFiles } from './signer';

export interface CacertsInitOptions extends KeyFolders {
  readonly authority: AuthorityOptions;
  /** Delete the existing root. @default false */
  readonly replace?: boolean;
}

export interface CacertsInitResult {
  /** Folder of the root. */
  readonly folder: string;
  readonly root: Certificate;
  /** Clusters whose certificates the new root has not signed. */
  readonly orphans: readonly string[];
}

/** Creates the offline root. @throws UserError */
export function cacertsInit(options: CacertsInitOptions): Promise<CacertsInitResult> {
  const { dir, authority, replace = false } = options;
  makeFitFolder(options);
  const folder = rootFolder(dir);
  return locked(dir, async () => {
    recover(dir);
    if (existsSync(folder) && !replace)
      throw new UserError(
        `${folder}: a root already exists. Run \`istio-remote cacerts rotate\` to move to a new one, or give --replace to delete it with its key`,
      );
    if (existsSync(previousFolder(dir)))
      throw new UserError(
        `${dir}: clusters are moving from one root to another. End that with \`istio-remote cacerts rotate --finish\` first`,
      );
    putRoot(dir, await makeRoot(authority));
    return { folder, root: readRoots(dir).current, orphans: clustersWithFiles(dir) };
  });
}
