import { readFileSync, realpathSync, statSync } from 'node:fs';
import { writeWhole } from '../files';
import { codeOf, errorIn, quoted, UserError } from '../problem';

/**
 * Replaces the text of a file in one step, so that a reader sees the old text or the new one. Follows symbolic links
 * and keeps permissions.
 * @param before the text of the file when it was read
 * @throws UserError if the file has changed since, or cannot be written
 */
export function replaceFile(file: string, before: string, after: string): void {
  const fault = (message: string, fix: string) => new UserError([errorIn(file, message, fix)]);
  try {
    const target = realpathSync(file);
    writeWhole(target, after, statSync(target).mode & 0o777, () => {
      if (readFileSync(target, 'utf8') !== before)
        throw fault('has changed meanwhile, and nothing is written', 'Run the command again');
    });
  } catch (error) {
    const code = error instanceof UserError ? undefined : codeOf(error);
    if (code === undefined) throw error;
    throw fault(`cannot be written (${quoted(code)})`, 'Check its folder and permissions');
  }
}
