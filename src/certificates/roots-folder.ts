import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Authority } from './authority';
import { clustersFolder, previousFolder, ROOT_CERTIFICATE, ROOT_KEY, rootFolder } from './layout';
import { moveFolder, putFolder, recoverFolders } from './private-folder';

/** Puts right what a killed run left anywhere in the folder. */
export function recover(dir: string): void {
  recoverFolders(dir);
  recoverFolders(clustersFolder(dir));
  const next = nextFolder(dir);
  if (!existsSync(next)) return;
  if (existsSync(rootFolder(dir))) rmSync(next, { recursive: true });
  else moveFolder(next, rootFolder(dir));
}

/** Writes a root in place of the one that was there, which is lost. */
export function putRoot(dir: string, root: Authority): void {
  putFolder(rootFolder(dir), rootFiles(root));
}

/** Makes a root the one that signs; the one before steps back and stays. */
export function advanceRoot(dir: string, root: Authority): void {
  putFolder(nextFolder(dir), rootFiles(root));
  moveFolder(rootFolder(dir), previousFolder(dir));
  moveFolder(nextFolder(dir), rootFolder(dir));
}

function nextFolder(dir: string): string {
  return join(dir, 'next-root');
}

function rootFiles({ certificate, key }: Authority) {
  return { [ROOT_CERTIFICATE]: certificate, [ROOT_KEY]: key };
}
