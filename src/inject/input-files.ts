import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, errorIn, UserError } from '../problem';

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
    const message = 'expected text in UTF-8, got something else';
    throw new UserError([errorIn(name, message, 'Is this the right file?')]);
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

/** The files that `-f` lists, with the manifests of its folders. @throws UserError */
export function inputFiles(names: readonly string[]): { files: string[]; hasFolder: boolean } {
  const folders = names.map((name) => (name === '-' ? undefined : manifestsOf(name)));
  return {
    files: folders.flatMap((files, index) => files ?? names.slice(index, index + 1)),
    hasFolder: folders.some((files) => files !== undefined),
  };
}

/** The manifests in a folder, sorted; undefined for a file. */
function manifestsOf(name: string): string[] | undefined {
  try {
    if (!statSync(name).isDirectory()) return undefined;
    const manifests = readdirSync(name).filter((entry) => /^[^.].*\.(?:ya?ml|json)$/.test(entry));
    if (manifests.length > 0) return manifests.sort().map((entry) => join(name, entry));
  } catch (error) {
    throw unreadable(name, error);
  }
  const message = 'expected manifests, got none that end in .yaml, .yml or .json';
  throw new UserError([errorIn(name, message, 'Check the path')]);
}

/** The error of a file that cannot be read; any other error as it is. */
export function unreadable(name: string, error: unknown): unknown {
  const code = codeOf(error);
  if (code === undefined) return error;
  const message = code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code})`;
  return new UserError([errorIn(name, message, 'Check the path')]);
}
