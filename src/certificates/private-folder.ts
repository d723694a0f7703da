import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  unlinkSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { makeFolder, partialName, withFile, writeSynced } from '../files';
import { holdsLock, thisProcess, tryLock } from '../output/folder/lock-file';
import { LOCK_NAME } from '../output/folder/output-file';
import { UserError } from '../problem';

/** Texts by file name. */
type FolderFiles = Readonly<Record<string, string>>;

/**
 * Makes a folder contain exactly these files, readable only by their owner. It is written under another name and
 * renamed, so a key never exists without its certificate. If the process ends between the two renames, {@link
 * recoverFolders} repairs the folder.
 */
export function putFolder(folder: string, files: FolderFiles): void {
  withFile(folder, 'written', () => {
    const parent = dirname(folder);
    makeFolder(parent, 0o700);
    const partial = partialName(folder);
    try {
      mkdirSync(partial, { mode: 0o700 });
      for (const [name, text] of Object.entries(files)) writeSynced(join(partial, name), text, 0o600);
      sync(partial);
      moveFolder(partial, folder);
    } catch (error) {
      rmSync(partial, { recursive: true, force: true });
      throw error;
    }
  });
}

/** Renames a folder to its place. The old one is deleted afterwards. */
export function moveFolder(from: string, to: string): void {
  withFile(to, 'written', () => {
    const old = oldNameOf(to);
    const replaces = existsSync(to);
    if (replaces) renameSync(to, old);
    renameSync(from, to);
    sync(dirname(to));
    if (replaces) rmSync(old, { recursive: true });
  });
}

/** Repairs what a killed run left in a folder: restores the old one if no new one took its place. */
export function recoverFolders(parent: string): void {
  withFile(parent, 'written', () => {
    if (!existsSync(parent)) return;
    for (const name of readdirSync(parent)) {
      const path = join(parent, name);
      const [, target] = /^\.(.+)\.old$/.exec(name) ?? [];
      if (target !== undefined && !existsSync(join(parent, target))) renameSync(path, join(parent, target));
      else if (target !== undefined || /^\..+\.[0-9a-f]{12}\.partial$/.test(name))
        rmSync(path, { recursive: true });
    }
  });
}

function oldNameOf(folder: string): string {
  return join(dirname(folder), `.${basename(folder)}.old`);
}

/** A rename is durable only after the folder around it is synced. */
function sync(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

const POLL_MS = 50;

/**
 * Runs work on a folder of keys while no other run does. Creating keys takes time, so other runs wait without
 * blocking their process.
 * @throws UserError if the other run does not end in time
 */
export async function locked<T>(folder: string, work: () => Promise<T> | T, timeoutMs = 60_000): Promise<T> {
  const lock = join(folder, LOCK_NAME);
  const me = thisProcess();
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const attempt = withFile(lock, 'written', () => tryLock(lock, lock, me));
    if (attempt.taken) break;
    if (Date.now() >= deadline) {
      const { pid, host } = attempt.holder ?? {};
      const who = pid === undefined ? 'another run' : `another run (process ${pid} on ${host})`;
      throw new UserError(
        `${lock}: ${who} works in this folder and did not end within ${timeoutMs / 1000} s. Wait for it and run again; if that process no longer exists, delete this file`,
      );
    }
    await setTimeout(POLL_MS);
  }
  try {
    return await work();
  } finally {
    if (holdsLock(lock, me)) unlinkSync(lock);
  }
}
