import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { codeOf, errorIn, UserError } from './problem';

/** Limit of bytes of a user's file: three times a mesh of 10,000 remotes with all options. */
export const LARGEST_FILE = 24 * 1024 * 1024;

/**
 * Milliseconds that a process waits for writers of all pipes together: mesh.yaml may have a pipe for each cluster.
 */
const PATIENCE = 2000;
const PAUSE = 5;
let waited = 0;
const CHUNK = 1 << 16;

/**
 * Reads the bytes of a user's file, pipe or device.
 * @param file path; 0 is standard input
 * @param most limit of bytes
 * @throws UserError if it has more, or is a pipe without a writer; Node.js's own errors otherwise
 */
export function readBytes(file: string | 0, most = LARGEST_FILE): Buffer {
  const opened = openFile(file);
  try {
    const copies: Buffer[] = [];
    for (const chunk of chunks(opened, most)) copies.push(Buffer.from(chunk));
    return Buffer.concat(copies);
  } finally {
    opened.close();
  }
}

/** Reads the text of a file like {@link readBytes}. */
export function readText(file: string | 0, most?: number): string {
  return readBytes(file, most).toString('utf8');
}

/** Like {@link readBytes}, chunk by chunk. Each chunk is valid until the next one is requested. */
export function* readChunks(file: string | 0): Generator<Buffer> {
  const opened = openFile(file);
  try {
    yield* chunks(opened, LARGEST_FILE);
  } finally {
    opened.close();
  }
}

interface OpenFile {
  /** For messages. */
  readonly name: string;
  readonly handle: number;
  /** Bytes of a plain file; 0 for everything else. */
  readonly size: number;
  /** Whether it is a pipe, but not standard input. */
  readonly isPipe: boolean;
  close(): void;
}

/** Opens a file without waiting for the writer of a pipe. */
function openFile(file: string | 0): OpenFile {
  const handle = file === 0 ? 0 : openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  const stats = fstatSync(handle);
  return {
    name: file === 0 ? 'standard input' : file,
    handle,
    size: stats.isFile() ? stats.size : 0,
    isPipe: file !== 0 && stats.isFIFO(),
    close: () => file !== 0 && closeSync(handle),
  };
}

function* chunks(file: OpenFile, most: number): Generator<Buffer> {
  if (file.size > most) throw tooLarge(file.name, most, `${megabytes(file.size)} MB`);
  const buffer = Buffer.alloc(CHUNK);
  let read = 0;
  for (let size = firstBytes(file, buffer); size !== 0; size = nextBytes(file.handle, buffer)) {
    if (size === undefined) {
      pause();
      continue;
    }
    read += size;
    if (read > most) throw tooLarge(file.name, most, 'more');
    yield buffer.subarray(0, size);
  }
}

/**
 * Like {@link nextBytes}. A pipe without a writer looks like one that has ended. A writer that waits for a reader is
 * visible at the first read.
 */
function firstBytes({ name, handle, isPipe }: OpenFile, buffer: Buffer): number | undefined {
  for (;;) {
    const size = nextBytes(handle, buffer);
    if (size !== 0 || !isPipe) return size;
    if (waited >= PATIENCE)
      throw new UserError([
        errorIn(
          name,
          `expected content, got a pipe that nobody writes into (${PATIENCE / 1000} s)`,
          'Start what writes into it, or name a file',
        ),
      ]);
    pause();
    waited += PAUSE;
  }
}

/**
 * Returns the number of bytes read: 0 at the end; undefined if the writer of a pipe or a terminal has not written
 * yet.
 */
function nextBytes(handle: number, buffer: Buffer): number | undefined {
  try {
    return readSync(handle, buffer);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EOF') return 0;
    if (code === 'EAGAIN') return undefined;
    throw error;
  }
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
}

function tooLarge(name: string, most: number, found: string): UserError {
  const message = `expected at most ${megabytes(most)} MB, got ${found}`;
  return new UserError([errorIn(name, message, 'Is this the right file?')]);
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 2 ** 20);
}
