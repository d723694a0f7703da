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

/** A lock file without a holder this old was never finished, or is not one. */
const UNFINISHED_AFTER_MS = 10_000;

/** What a lock file says. The id names this very lock, also when the file is damaged. */
interface LockState {
  readonly id: string;
  readonly holder: LockHolder | undefined;
  /** Whether its process has ended; asking costs more than reading the file. */
  isDead(): boolean;
}

/** The outcome of one try: taken, or who has it (unknown while the file is being written). */
interface Attempt {
  readonly taken: boolean;
  readonly holder?: LockHolder | undefined;
}

/**
 * Tries once to create the lock file `lock`, or to take it over from a dead process.
 *
 * Two processes that find the same dead lock must not both replace it. So each creates a claim first, itself a lock,
 * whose name contains the dead lock's id: one process at a time has it. It reads the lock again, since another process
 * may have been quicker, and renames its claim over the dead lock: there is no moment without a lock, and no id ever
 * comes back. The claim of a dead process is taken over in the same way.
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

/** True while the lock file is the one `me` made. */
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

/** The process that has a lock: the content of the lock file. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** When the lock was asked for, ISO 8601. */
  readonly since: string;
  /** Differs from every other holder's, so that no lock is taken for another. */
  readonly id: string;
  /** Process ids mean something only within one PID namespace; containers may share a host name. */
  readonly pidNamespace: string;
  /** When the process began, in the kernel's ticks: process ids are used again. Empty where there is no /proc. */
  readonly born: string;
}

const ID = /^[\w-]{1,100}$/;
let serial = 0;

/** This process, with a new id. */
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

/** Reads the content of a lock file; `undefined` when it does not name a holder. */
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

/** True only when it is certain that the holder's process has ended; of another machine nothing is certain. */
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

/** proc(5): after the name in parentheses come the state, and as the 20th field the start time. */
function processState(pid: number): { isZombie: boolean; born: string } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { isZombie: fields[0] === 'Z' || fields[0] === 'X', born: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}
