import { UserError } from '../../problem';

/** An error in the output folder. The message says where, what is wrong and what to do. */
export class OutputError extends UserError {
  constructor(message: string, cause?: unknown) {
    // The name of another program's file must not forge a line of our output.
    super(message.replace(/\p{Cc}/gu, '?'));
    this.name = 'OutputError';
    if (cause !== undefined) this.cause = cause;
  }
}

/** Messages by errno. Other codes keep Node's message. */
const EXPLANATIONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full. Free some space and run again.',
  EDQUOT: 'your disk quota is used up. Free some space and run again.',
  EROFS: 'the file system is read-only. Choose another output folder, or mount it for writing.',
  EACCES:
    'permission denied. Make it readable and writable for the user who runs this, or choose another output folder.',
  EPERM:
    'the system does not permit the change. Check its owner and attributes, or choose another output folder.',
  ENAMETOOLONG: 'the name is too long for this file system. Use a shorter cluster name or output folder.',
  ENOENT:
    'it disappeared during the run. Another program changes the output folder; let it end and run again.',
  ENOTDIR: 'a file is where a folder is needed. Move that file away and run again.',
  EEXIST: 'something with this name is in the way, or appeared during the run. Remove it and run again.',
  EISDIR: 'a folder is where a file is needed. Move that folder away and run again.',
  ELOOP: 'a symbolic link is in the way. Remove the link and run again.',
  EMFILE: 'too many files are open. Raise the limit (ulimit -n) and run again.',
};

/** Returns the errno of a failed file-system call, or `undefined` for any other error. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Rewords a file-system error. Returns any other error unchanged. */
export function explain(error: unknown, path: string): unknown {
  const code = errorCode(error);
  if (code === undefined || !(error instanceof Error)) return error;
  return new OutputError(`${path}: ${EXPLANATIONS[code] ?? error.message}`, error);
}

/** Runs one file-system step and rewords its error for `path`. */
export function attempt<T>(path: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    throw explain(error, path);
  }
}

/** Runs a clean-up step. Its failure must not hide the original error. */
export function quietly(step: () => void): void {
  try {
    step();
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
  }
}
