import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { errorAt, type Problem, UserError } from '../problem';

const CHUNK = 1 << 16;

/** The text of a file or of standard input (`-`), chunk by chunk. @throws UserError when it is not UTF-8 */
export function* textOfFile(path: string, name: string): Generator<string> {
  const handle = path === '-' ? 0 : openSync(path, 'r');
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const buffer = Buffer.alloc(CHUNK);
  try {
    for (let size = read(handle, buffer); size > 0; size = read(handle, buffer))
      yield decoder.decode(buffer.subarray(0, size), { stream: true });
    yield decoder.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UserError([
      fileProblem(name, 'expected text in UTF-8, got something else', 'Is this the right file?'),
    ]);
  } finally {
    if (path !== '-') closeSync(handle);
  }
}

function read(handle: number, buffer: Buffer): number {
  for (;;) {
    try {
      return readSync(handle, buffer);
    } catch (error) {
      const code = codeOf(error);
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw error;
      // A terminal or a slow pipe that does not block.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

/** Writes all of a text to an open file. */
export function writeText(handle: number, text: string): void {
  for (let rest = Buffer.from(text); rest.length > 0; ) rest = rest.subarray(writeSync(handle, rest));
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

export function fileProblem(file: string, message: string, fix: string): Problem {
  return { ...errorAt([], message, fix), file };
}
