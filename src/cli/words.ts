import type { Command } from './command';
import { COMMANDS, GROUPS } from './commands';

/** A command line, split into its command and the other words. */
export interface Named {
  /** Undefined if the command line has none. */
  readonly command: Command | undefined;
  /** The group, if the command line has no command; empty if it has no group either. */
  readonly group: string;
  /** All other words, in order. */
  readonly rest: readonly string[];
}

/** Finds the command or the group of a command line, also after options. `help X` means `X --help`. */
export function namedIn(argv: readonly string[]): Named {
  const words = argv[0] === 'help' ? [...argv.slice(1), '--help'] : argv;
  let start = 0;
  while (isOption(words[start] ?? '')) start += expectsValue(words[start] ?? '') ? 2 : 1;
  const [first = '', second = ''] = words.slice(start);
  const find = (name: string): Command | undefined => COMMANDS.find((one) => one.name === name);
  const command = find(first) ?? find(`${first} ${second}`);
  const group = command === undefined && Object.hasOwn(GROUPS, first) ? first : '';
  const length = (command?.name ?? group).split(' ').filter(Boolean).length;
  return { command, group, rest: words.toSpliced(start, length) };
}

/** Options that have a value in every command, so they may come before the command's name. */
const WITH_VALUE: ReadonlySet<string> = new Set(
  COMMANDS.flatMap(({ options }) =>
    Object.entries(options).flatMap(([name, { type }]) => (type === 'string' ? [name] : [])),
  ),
);

/** Whether a word is an option whose value is the next word. */
export function expectsValue(word: string): boolean {
  const { name, value } = optionIn(word);
  return value === undefined && WITH_VALUE.has(name);
}

/** Whether yargs reads a word as an option: it begins with one or two dashes and is no negative number. */
export function isOption(word: string): boolean {
  return /^--?[^-]/s.test(word) && !/^-(?:\d+(?:\.\d+)?|\.\d+)$/.test(word);
}

/** Splits the words of a command line at `--`. Words after it are never options. */
export function splitAtDashes(words: readonly string[]): readonly [readonly string[], readonly string[]] {
  const end = words.includes('--') ? words.indexOf('--') : words.length;
  return [words.slice(0, end), words.slice(end)];
}

/** Splits an option into name and value: `--name=value`, `-n=value` or `-nvalue`. */
export function optionIn(word: string): { readonly name: string; readonly value: string | undefined } {
  const [, long, short = '', text] = /^(?:--([^=]*)|-([^-=]))(.+)?$/s.exec(word) ?? [];
  return { name: long ?? short, value: text?.replace(/^=/, '') };
}

/**
 * Rewrites words so that yargs reads them correctly: `--f=app.yaml` instead of `-fapp.yaml`, and a repeatable option
 * before each of its values.
 * @param options of the command; the words contain no others
 */
export function spelled(words: readonly string[], options: Command['options']): string[] {
  const [read, others] = splitAtDashes(words);
  const result: string[] = [];
  let list: string | undefined;
  for (const word of read) {
    if (isOption(word)) {
      const { name, value } = optionIn(word);
      list = options[name]?.array === true ? `--${name}` : undefined;
      result.push(value === undefined ? `--${name}` : `--${name}=${value}`);
    } else if (list === undefined) result.push(word);
    else {
      if (result.at(-1) === list) result.pop();
      result.push(`${list}=${word}`);
    }
  }
  return [...result, ...others];
}
