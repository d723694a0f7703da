import { isUtf8 } from 'node:buffer';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { errorAt, type Problem, quoted } from '../problem';

/** No mesh comes near: 10,000 remotes with all options take a third of it. */
const LARGEST_FILE = 24 * 1024 * 1024;

/** The text of a mesh file, or why it has none. */
export function meshText(file: string): string | Problem {
  const wrong = (message: string, fix: string): Problem => ({ ...errorAt([], message, fix), file });
  let handle: number | undefined;
  try {
    handle = openSync(file, 'r');
    const stats = fstatSync(handle);
    if (stats.isDirectory()) return wrong('expected a file, got a folder', 'Name the mesh.yaml in it');
    if (!stats.isFile()) return wrong('expected a file, got a pipe or a device', 'Name a mesh.yaml');
    if (stats.size > LARGEST_FILE) {
      return wrong(
        `expected at most ${LARGEST_FILE >> 20} MB, got ${Math.ceil(stats.size / 2 ** 20)} MB`,
        'Is this the right file?',
      );
    }
    const bytes = readFileSync(handle);
    if (/^(?:fffe|feff)/.test(bytes.toString('hex', 0, 2)))
      return wrong('expected text in UTF-8, got UTF-16', 'Save the file as UTF-8');
    if (!isUtf8(bytes)) return wrong('expected text in UTF-8, got something else', 'Is this the right file?');
    return bytes.toString('utf8');
  } catch (error) {
    return wrong(...readFailure(error));
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

function readFailure(error: unknown): [string, string] {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT')
    return ['there is no such file', 'Run `istio-remote init` to make one, or name it with --config'];
  if (code === 'EACCES' || code === 'EPERM') return ['may not be read', 'Check its permissions'];
  if (code !== '') return [`cannot be read: ${quoted(code)}`, 'Check the path'];
  throw error;
}
