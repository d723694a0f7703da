import { isUtf8 } from 'node:buffer';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { pathInRepository } from '../../mesh/path-in-repository';
import { codeOf, errorAt, type Problem } from '../../problem';

/** A file with manifests. */
export interface ManifestFile {
  /** Path, relative to the same folder as the mesh file's. */
  readonly name: string;
  readonly text: string;
}

const MANIFEST = /\.(?:ya?ml|json)$/;
const LARGEST_FILE = 16 * 1024 * 1024;

/**
 * Returns the files for a name in the mesh file: the file itself, or the manifest files in the folder, sorted. Reads
 * no file outside the repository of mesh.yaml, and does not reveal whether such a file exists.
 * @param base folder of the mesh file
 * @returns unreadable files as problems without a place
 */
export function manifestFiles(base: string, name: string, missing: string): (ManifestFile | Problem)[] {
  try {
    const path = pathInRepository(base, name);
    if (typeof path !== 'string') return [path];
    if (!statSync(path).isDirectory()) return [readManifest(base, name)];
    const found = readdirSync(path)
      .filter((entry) => MANIFEST.test(entry) && !entry.startsWith('.'))
      .sort()
      .map((entry) => join(name, entry));
    const none = `expected manifests in ${name}, got none that end in .yaml, .yml or .json`;
    if (found.length === 0) return [errorAt([], none, missing)];
    return found.map((file) => readManifest(base, file));
  } catch (error) {
    return [failure(name, error, missing)];
  }
}

function readManifest(base: string, name: string): ManifestFile | Problem {
  try {
    const path = pathInRepository(base, name);
    if (typeof path !== 'string') return path;
    const stats = statSync(path);
    if (!stats.isFile()) return errorAt([], `expected ${name} to be a file, got something else`, 'Remove it');
    if (stats.size > LARGEST_FILE)
      return errorAt([], `expected at most 16 MB in ${name}, got more`, 'Is this the right file?');
    const bytes = readFileSync(path);
    return isUtf8(bytes)
      ? { name: isAbsolute(name) ? name : join(base, name), text: bytes.toString('utf8') }
      : errorAt([], `expected text in UTF-8 in ${name}, got something else`, 'Is this the right file?');
  } catch (error) {
    return failure(name, error, 'Check the path');
  }
}

function failure(name: string, error: unknown, missing: string): Problem {
  const code = codeOf(error);
  if (code === undefined) throw error;
  if (code === 'ENOENT') return errorAt([], `there is no ${name}`, missing);
  return errorAt([], `${name} cannot be read (${code})`, 'Check the path and its permissions');
}
