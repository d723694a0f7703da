import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { errorCode, quietly } from './output-error';

const CREATE_NEW = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
const READ_ONLY = constants.O_RDONLY | constants.O_NOFOLLOW;

/** Milliseconds. An older lock file without a holder was never finished, or is no lock file. */
const UNFINISHED_AFTER_MS = 10_000;

/** The content of a lock file. The id identifies exactly this lock, even if the file is damaged. */
interface LockState {
  readonly id: string;
  readonly holder: LockHolder | undefined;
  /** Whether its process has ended. Finding out costs more than reading the file. */
  isDead(): boolean;
}

/** The result of one try: success, or the holder of the lock (unknown while the file is being written). */
interface Attempt {
  readonly taken: boolean;
  readonly holder?: LockHolder | undefined;
}

/**
 * Tries once to create the lock file `lock`, or to take it over from a dead process.
 *
 * Two processes that find the same dead lock must not both replace it. So each first creates a claim, itself a lock,
 * with the dead lock's id in its name: only one process at a time has it. That process reads the lock again, since
 * another may have been faster, and renames its claim over the dead lock. The lock file exists at every moment, and
 * no id is used again. The claim of a dead process is taken over in the same way.
 */
export function tryLock(lock: string, claims: string, me: LockHolder): Attempt {
  if (create(lock, me)) return { taken: true };
  const seen = readLock(lock);
  if (seen === undefined || !seen.isDead()) return { taken: false, holder: seen?.holder };

  const claim = `${claims}.${seen.id}`;
  if (!tryLock(claim, claims, me).taken) return { taken: false, holder: seen.holder };
  const now = readLock(lock);
  if (now?.id !== seen.id) {
    quietly(() => unlinkSync(claim));
    return { taken: false, holder: now?.holder };
  }
  renameSync(claim, lock);
  return { taken: true };
}

/** Returns true while the lock file is the one that `me` created. */
export function holdsLock(lock: string, me: LockHolder): boolean {
  return readLock(lock)?.id === me.id;
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
    if (holder !== undefined) return { id: holder.id, holder, isDead: () => isDead(holder) };
    const { ino, mtimeMs } = fstatSync(descriptor);
    const age = Date.now() - mtimeMs;
    return {
      id: `damaged-${ino}-${Math.trunc(mtimeMs)}`,
      holder,
      isDead: () => age > UNFINISHED_AFTER_MS,
    };
  } finally {
    closeSync(descriptor);
  }
}

/** The process that has a lock, as written in the lock file. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** When the process asked for the lock, ISO 8601. */
  readonly since: string;
  /** Unique, so that two locks are never confused. */
  readonly id: string;
  /** Process ids are only comparable in one PID namespace. Containers may share a host name. */
  readonly pidNamespace: string;
  /** Start of the process in the kernel's ticks, because process ids are reused. Empty without /proc. */
  readonly born: string;
}

const ID = /^[\w-]{1,100}$/;
let serial = 0;

/** Returns this process as a holder with a new id. */
export function thisProcess(): LockHolder {
  const { pid } = process;
  const now = new Date();
  serial += 1;
  return {
    pid,
    host: hostname(),
    since: now.toISOString(),
    id: `${pid}-${now.getTime()}-${serial}-${Math.random().toString(36).slice(2)}`,
    pidNamespace: pidNamespace(),
    born: processState(pid)?.born ?? '',
  };
}

/** Parses the content of a lock file. Returns `undefined` if it has no holder. */
export function parseHolder(text: string): LockHolder | undefined {
  try {
    const value: Partial<Record<keyof LockHolder, unknown>> | null = JSON.parse(text);
    if (value === null || typeof value !== 'object') return undefined;
    const { pid, host, since, id, pidNamespace, born } = value;
    if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0) return undefined;
    if (typeof host !== 'string' || typeof since !== 'string') return undefined;
    if (typeof id !== 'string' || !ID.test(id)) return undefined;
    if (typeof pidNamespace !== 'string' || typeof born !== 'string') return undefined;
    return { pid, host, since, id, pidNamespace, born };
  } catch {
    return undefined;
  }
}

/** Returns true only if the holder's process has certainly ended. On another machine, nothing is certain. */
function isDead(holder: LockHolder): boolean {
  if (holder.host !== hostname() || holder.pidNamespace !== pidNamespace()) return false;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return errorCode(error) === 'ESRCH';
  }
  const state = processState(holder.pid);
  if (state === undefined) return false;
  return state.isZombie || (holder.born !== '' && state.born !== holder.born);
}

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

/** proc(5): the state follows the name in parentheses; the start time is the 20th field after it. */
function processState(pid: number): { isZombie: boolean; born: string } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { isZombie: fields[0] === 'Z' || fields[0] === 'X', born: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}
