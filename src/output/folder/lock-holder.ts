import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { errorCode } from './file-system-error';

/** Who holds a lock: the content of the lock file. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** When the lock was asked for, ISO 8601. */
  readonly since: string;
  /** Unlike every other holder's, so that nobody's lock is taken for another's. */
  readonly token: string;
  /** Process ids mean something only within one PID namespace; containers may share a host name. */
  readonly pidNamespace: string;
  /** When the process began, in the kernel's ticks: process ids are used again. Empty where there is no /proc. */
  readonly born: string;
}

const TOKEN = /^[\w-]{1,100}$/;
let serial = 0;

/** This process, with a new token. */
export function thisProcess(): LockHolder {
  const { pid } = process;
  const now = new Date();
  serial += 1;
  return {
    pid,
    host: hostname(),
    since: now.toISOString(),
    token: `${pid}-${now.getTime()}-${serial}-${Math.random().toString(36).slice(2)}`,
    pidNamespace: pidNamespace(),
    born: processState(pid)?.born ?? '',
  };
}

/** Reads the content of a lock file; `undefined` when it does not name a holder. */
export function parseHolder(text: string): LockHolder | undefined {
  try {
    const value: Partial<Record<keyof LockHolder, unknown>> | null = JSON.parse(text);
    if (value === null || typeof value !== 'object') return undefined;
    const { pid, host, since, token, pidNamespace, born } = value;
    if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0) return undefined;
    if (typeof host !== 'string' || typeof since !== 'string') return undefined;
    if (typeof token !== 'string' || !TOKEN.test(token)) return undefined;
    if (typeof pidNamespace !== 'string' || typeof born !== 'string') return undefined;
    return { pid, host, since, token, pidNamespace, born };
  } catch {
    return undefined;
  }
}

/** True only when it is certain that the holder's process has ended; of another machine nothing is certain. */
export function isDead(holder: LockHolder): boolean {
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
