import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { errorCode, quietly } from './file-system-error';
import { isDead, type LockHolder, parseHolder } from './lock-holder';

const CREATE_NEW = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
const READ_ONLY = constants.O_RDONLY | constants.O_NOFOLLOW;

/** A lock file without a holder this old was never finished, or is not one. */
const UNFINISHED_AFTER_MS = 10_000;

/** What a lock file says. The token names this very lock, also when the file is damaged. */
interface LockState {
  readonly token: string;
  readonly holder: LockHolder | undefined;
  /** Whether nobody is behind it any more; asking costs more than reading the file. */
  isDead(): boolean;
}

/** The outcome of one try: taken, or who has it (unknown while the file is being written). */
export type Attempt =
  | { readonly taken: true }
  | { readonly taken: false; readonly holder: LockHolder | undefined };

/**
 * Tries once to create the lock file `lock`, or to take it over from a dead process.
 *
 * Two processes that find the same dead lock must not both replace it. So whoever wants to creates a claim first,
 * itself a lock, whose name holds the dead lock's token: one process at a time has it. It looks again, since the one
 * before may have been quicker, and renames its claim over the dead lock: there is no moment without a lock, and
 * no token ever comes back. A claim whose owner died is taken over in the same way.
 */
export function tryLock(lock: string, claims: string, me: LockHolder): Attempt {
  if (create(lock, me)) return { taken: true };
  const seen = readLock(lock);
  if (seen === undefined || !seen.isDead()) return { taken: false, holder: seen?.holder };

  const claim = `${claims}.${seen.token}`;
  if (!tryLock(claim, claims, me).taken) return { taken: false, holder: seen.holder };
  const now = readLock(lock);
  if (now?.token !== seen.token) {
    quietly(() => unlinkSync(claim));
    return { taken: false, holder: now?.holder };
  }
  renameSync(claim, lock);
  return { taken: true };
}

/** True while the lock file is the one `me` made. */
export function holdsLock(lock: string, me: LockHolder): boolean {
  return readLock(lock)?.token === me.token;
}

function create(lock: string, me: LockHolder): boolean {
  let descriptor: number;
  try {
    descriptor = openSync(lock, CREATE_NEW, 0o644);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
  try {
    writeSync(descriptor, `${JSON.stringify(me)}\n`);
    return true;
  } catch (error) {
    quietly(() => unlinkSync(lock));
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

function readLock(lock: string): LockState | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(lock, READ_ONLY);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const holder = parseHolder(readFileSync(descriptor, 'utf8'));
    if (holder !== undefined) return { token: holder.token, holder, isDead: () => isDead(holder) };
    const { ino, mtimeMs } = fstatSync(descriptor);
    const age = Date.now() - mtimeMs;
    return {
      token: `damaged-${ino}-${Math.trunc(mtimeMs)}`,
      holder,
      isDead: () => age > UNFINISHED_AFTER_MS,
    };
  } finally {
    closeSync(descriptor);
  }
}
