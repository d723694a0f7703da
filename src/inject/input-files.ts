import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../problem';
import { codeOf, fileProblem } from './text-file';

const MANIFEST = /\.(?:ya?ml|json)$/;

/** What `-f` names: manifests, and whether a folder was among it. @throws UserError */
export function inputFiles(names: readonly string[]): { files: string[]; folder: boolean } {
  let folder = false;
  const files = names.flatMap((name) => {
    if (name === '-') return [name];
    const found = manifestsOf(name);
    folder ||= found !== undefined;
    return found ?? [name];
  });
  return { files, folder };
}

/** The manifests in a folder, sorted; undefined for a file. */
function manifestsOf(name: string): string[] | undefined {
  try {
    if (!statSync(name).isDirectory()) return undefined;
    const found = readdirSync(name)
      .filter((entry) => MANIFEST.test(entry) && !entry.startsWith('.'))
      .sort();
    if (found.length > 0) return found.map((entry) => join(name, entry));
    throw new UserError([
      fileProblem(name, 'expected manifests, got none that end in .yaml, .yml or .json', 'Check the path'),
    ]);
  } catch (error) {
    const code = codeOf(error);
    if (code === '') throw error;
    throw new UserError([
      fileProblem(
        name,
        code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code})`,
        'Check the path',
      ),
    ]);
  }
}
