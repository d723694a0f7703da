import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, errorIn, UserError } from '../problem';
import { readChunks } from '../read-file';

/** Reads a file or standard input (`-`), chunk by chunk. @throws UserError if it is not UTF-8 */
export function* textOfFile(path: string, name: string): Generator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    for (const chunk of readChunks(path === '-' ? 0 : path)) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const message = 'expected text in UTF-8, got something else';
    throw new UserError([errorIn(name, message, 'Is this the right file?')]);
  }
}

/** Returns the files for `-f`, including the manifests in its folders. @throws UserError */
export function inputFiles(names: readonly string[]): { files: string[]; hasFolder: boolean } {
  const folders = names.map((name) => (name === '-' ? undefined : manifestsOf(name)));
  return {
    files: folders.flatMap((files, index) => files ?? names.slice(index, index + 1)),
    hasFolder: folders.some((files) => files !== undefined),
  };
}

/** Returns the manifests in a folder, sorted. Undefined for a file. */
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

/** Returns the error of an unreadable file, or any other error unchanged. */
export function unreadable(name: string, error: unknown): unknown {
  const code = codeOf(error);
  if (code === undefined) return error;
  const message = code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code})`;
  return new UserError([errorIn(name, message, 'Check the path')]);
}
