import { parseArgs } from 'node:util';
import type { Command, Option, Positional } from './command';

/**
 * Reads a plain command line with Node's own parser: loading yargs costs as much as a whole cluster.
 * @returns undefined for everything that yargs has to answer: help, mistakes, unusual spellings
 */
export function quickParse(command: Command, argv: readonly string[]): Record<string, unknown> | undefined {
  const entries = Object.entries(command.options);
  const places = Object.entries(command.positionals ?? {});
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options: Object.fromEntries(
        entries.map(([name, { type, array }]) => [name, { type, multiple: array === true }]),
      ),
      strict: true,
      allowPositionals: places.length > 0,
    });
    const given = values as Record<string, unknown>;
    if (entries.some(([name, option]) => option.required === true && given[name] === undefined))
      return undefined;
    const placed = places.length === 0 ? {} : readPlaces(places, positionals);
    if (placed === undefined) return undefined;
    const read = Object.fromEntries(entries.map(([name, option]) => [name, given[name] ?? fallback(option)]));
    return Object.assign(read, placed);
  } catch {
    return undefined;
  }
}

/** Arguments by name; undefined when there are too few or too many. */
function readPlaces(
  places: readonly (readonly [string, Positional])[],
  given: readonly string[],
): Record<string, unknown> | undefined {
  const rest = [...given];
  const values: Record<string, unknown> = {};
  for (const [name, { array, required }] of places) {
    if (required === true && rest.length === 0) return undefined;
    values[name] = array === true ? rest.splice(0) : rest.shift();
  }
  return rest.length === 0 ? values : undefined;
}

/** What an option is when nobody gives it. */
export function fallback(option: Option): unknown {
  if (option.default !== undefined) return option.default;
  if (option.array === true) return [];
  return option.type === 'boolean' ? false : undefined;
}
