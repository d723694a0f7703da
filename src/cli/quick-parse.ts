import { parseArgs } from 'node:util';
import type { Command, Option } from './command';

/**
 * Reads a plain command line with Node's own parser: loading yargs costs as much as a whole cluster.
 * @returns undefined for everything that yargs has to answer: help, mistakes, unusual spellings
 */
export function quickParse(command: Command, argv: readonly string[]): Record<string, unknown> | undefined {
  const entries = Object.entries(command.options);
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: Object.fromEntries(
        entries.map(([name, { type, array }]) => [name, { type, multiple: array === true }]),
      ),
      strict: true,
      allowPositionals: false,
    });
    const given = values as Record<string, unknown>;
    if (entries.some(([name, option]) => option.required === true && given[name] === undefined))
      return undefined;
    return Object.fromEntries(entries.map(([name, option]) => [name, given[name] ?? fallback(option)]));
  } catch {
    return undefined;
  }
}

/** What an option is when nobody gives it. */
export function fallback(option: Option): unknown {
  if (option.default !== undefined) return option.default;
  if (option.array === true) return [];
  return option.type === 'boolean' ? false : undefined;
}
