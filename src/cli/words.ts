import type { Command } from './command';
import { COMMANDS, GROUPS } from './commands';

/** What a command line is about. */
export interface Named {
  /** Undefined when it names none. */
  readonly command: Command | undefined;
  /** The group that it names instead; empty when it names none. */
  readonly group: string;
  /** All other words, in their order. */
  readonly rest: readonly string[];
}

/** The command or the group that a command line names, behind any options. `help X` is `X --help`. */
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

/** Names of options that have a value: in every command, so that they may stand before its name. */
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

/** Whether a word is an option for yargs: it begins with one or two dashes and is no negative number. */
export function isOption(word: string): boolean {
  return /^--?[^-]/s.test(word) && !/^-(?:\d+(?:\.\d+)?|\.\d+)$/.test(word);
}

/** Words of a command line up to `--`, which may be options, and those behind it, which are none. */
export function splitAtDashes(words: readonly string[]): readonly [readonly string[], readonly string[]] {
  const end = words.includes('--') ? words.indexOf('--') : words.length;
  return [words.slice(0, end), words.slice(end)];
}

/** Name and value of an option: `--name=value`, `-n=value` or `-nvalue`. */
export function optionIn(word: string): { readonly name: string; readonly value: string | undefined } {
  const [, long, short = '', text] = /^(?:--([^=]*)|-([^-=]))(.+)?$/s.exec(word) ?? [];
  return { name: long ?? short, value: text?.replace(/^=/, '') };
}

/**
 * The words as yargs reads them right: `--f=app.yaml` in place of `-fapp.yaml`, and an option that may be given several
 * times before each of the words behind it.
 * @param options of the command; words name no others
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
