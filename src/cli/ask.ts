import { createInterface } from 'node:readline/promises';
import { UserError } from '../problem';
import type { Terminal } from './command';

/**
 * Shows the coming change and asks whether to continue. Closing the input means no.
 * @param command whose name an error begins with
 * @throws UserError without a terminal to ask on
 */
export async function ask(command: string, lines: readonly string[], terminal: Terminal): Promise<boolean> {
  const list = lines.map((line) => `  ${line}\n`).join('');
  if (process.stdin.isTTY !== true)
    throw new UserError(
      `${command}: standard input is no terminal, and --yes is not given. It would do this:\n${list.trimEnd()}`,
    );
  terminal.err(list);
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const closed = new Promise<string>((resolve) => reader.once('close', () => resolve('')));
    const answer = await Promise.race([reader.question('Go on? [y/N] '), closed]);
    return /^y(?:es)?$/i.test(answer.trim());
  } finally {
    reader.close();
  }
}
