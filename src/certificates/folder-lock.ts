import { unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { holdsLock, thisProcess, tryLock } from '../output/folder/lock-file';
import { LOCK_NAME } from '../output/folder/output-file';
import { UserError } from '../problem';

const POLL_MS = 50;

/**
 * Does something in a folder of keys while no other run does. Making keys takes its time, so the others wait without
 * blocking their process.
 * @throws UserError when the other run does not end in time
 */
export async function locked<T>(folder: string, work: () => Promise<T> | T, timeoutMs = 60_000): Promise<T> {
  const lock = join(folder, LOCK_NAME);
  const me = thisProcess();
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const attempt = tryLock(lock, lock, me);
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
