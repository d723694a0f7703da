import { existsSync, lstatSync, readlinkSync, realpathSync, rmdirSync, unlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { makeFolder } from '../../files';
import { holdsLock, type LockHolder, thisProcess, tryLock } from './lock-file';
import { attempt, errorCode, explain, OutputError, quietly } from './output-error';
import { LOCK_NAME } from './output-file';

const POLL_MS = 20;

/**
 * If the folder disappears this many times in a row, it cannot be created. For example, its name is a dangling link.
 */
const GIVE_UP_AFTER = 5;

/** The right to write an output folder. One process at a time has it. */
export class RunLock {
  private constructor(
    /** Real path of the output folder. */
    readonly root: string,
    private readonly outdir: string,
    private readonly me: LockHolder,
    private readonly firstMade: string | undefined,
  ) {}

  /** Creates a missing output folder and waits up to `timeoutMs` for its lock. */
  static acquire(outdir: string, timeoutMs: number): RunLock {
    const deadline = Date.now() + timeoutMs;
    const me = thisProcess();
    const shown = join(outdir, LOCK_NAME);
    let firstMade: string | undefined;
    let holder: LockHolder | undefined;
    let vanished = 0;

    for (;;) {
      try {
        firstMade = makeFolder(outdir) ?? firstMade;
        const root = realpathSync(outdir);
        const outcome = tryLock(join(root, LOCK_NAME), join(root, LOCK_NAME), me);
        if (outcome.taken) return new RunLock(root, outdir, me, firstMade);
        holder = outcome.holder;
        vanished = 0;
      } catch (error) {
        // A failing run removes the folder that it created, maybe between two of our steps. Then this run creates it
        // again.
        vanished += 1;
        if (errorCode(error) !== 'ENOENT') throw explain(error, outdir);
        if (vanished === GIVE_UP_AFTER) throw cannotBeMade(outdir);
      }
      if (Date.now() >= deadline) throw timeoutError(shown, timeoutMs, holder);
      sleep(POLL_MS);
    }
  }

  /** Throws if the lock is gone: another program emptied the folder, and a second run may have begun in it. */
  confirm(): void {
    const shown = join(this.outdir, LOCK_NAME);
    if (!attempt(shown, () => holdsLock(this.file, this.me))) {
      throw new OutputError(
        `${shown}: the lock of this run was removed. Another program emptied the output folder; let it end and run again.`,
      );
    }
  }

  release(): void {
    quietly(() => {
      if (holdsLock(this.file, this.me)) unlinkSync(this.file);
    });
  }

  /** Removes the output folder and those above it if this run created them and they are empty. */
  removeMadeFolders(): void {
    const { firstMade } = this;
    if (firstMade === undefined) return;
    quietly(() => {
      const last = dirname(firstMade);
      for (
        let folder = resolve(this.outdir);
        folder !== last && folder !== dirname(folder);
        folder = dirname(folder)
      ) {
        rmdirSync(folder);
      }
    });
  }

  private get file(): string {
    return join(this.root, LOCK_NAME);
  }
}

/**
 * Says why a folder cannot be created: a link on the way is dangling, or the file system does not allow it, for
 * example /proc.
 */
function cannotBeMade(outdir: string): OutputError {
  for (let path = resolve(outdir); path !== dirname(path); path = dirname(path)) {
    const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
    if (isLink && !existsSync(path))
      return new OutputError(
        `${outdir}: ${path} is a link to ${readlinkSync(path)}, which does not exist. Make that folder, or remove the link, and run again.`,
      );
  }
  return new OutputError(
    `${outdir}: this folder cannot be made or written there. Choose another output folder.`,
  );
}

function timeoutError(lock: string, timeoutMs: number, holder: LockHolder | undefined): OutputError {
  const who =
    holder === undefined
      ? 'another run'
      : `another run (process ${holder.pid} on ${holder.host}, since ${holder.since})`;
  return new OutputError(
    `${lock}: ${who} is writing this folder, and did not end within ${timeoutMs / 1000} s. ` +
      'Wait for it and run again; if that process no longer exists, delete this file first.',
  );
}

/** Blocks the thread. All of this code is synchronous, because asynchronous file calls are slower. */
function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
