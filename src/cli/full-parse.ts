import yargs, { type Argv } from 'yargs';
import { quoted } from '../problem';
import type { Command, Option, Positional, Terminal } from './command';
import { allCommands, GROUPS } from './commands';
import { fallback } from './quick-parse';

/** The command line is wrong. */
export const USAGE_ERROR = 2;

/** Reads any command line with yargs: help, version and mistakes are answered here. @returns the exit code */
export async function fullParse(
  argv: readonly string[],
  version: string,
  terminal: Terminal,
): Promise<number> {
  const commands = await allCommands();
  let chosen: Command | undefined;
  let given: Record<string, unknown> = {};
  // Handlers only note what was asked for: yargs runs them even after it has found a mistake.
  const choose = (command: Command, found: Record<string, unknown>): void => {
    chosen = command;
    given = found;
  };
  const parser = withCommands(yargs([]).scriptName('istio-remote'), commands, choose)
    .usage(`Usage: $0 <command> [options]\n\n${ABOUT}`)
    .parserConfiguration({ 'camel-case-expansion': false, 'boolean-negation': false })
    .version(version)
    .help()
    .strict()
    .recommendCommands()
    .demandCommand(1, 'Name a command.')
    .wrap(Math.min(110, process.stdout.columns ?? 110))
    .epilogue('Exit codes: 0 done, 1 the input or the state is wrong, 2 the command line is wrong, 70 a bug.')
    .exitProcess(false);
  let wrong: string | undefined;
  parser.fail((message, error) => {
    if (error instanceof Error && error.name !== 'YError') throw error;
    wrong ??= message;
  });
  let help = '';
  await parser.parseAsync([...argv], {}, (_error, _parsed, output) => {
    help = output;
  });
  if (wrong !== undefined) return usageError(wrong, commands, argv, terminal);
  if (help !== '') terminal.out(`${help}\n`);
  if (chosen === undefined) return 0;
  const values = valuesOf(chosen, given);
  const unknown = unknownChoice(chosen, values);
  return unknown === undefined ? chosen.run(values, terminal) : usageError(unknown, commands, argv, terminal);
}

const ABOUT = 'Turns one mesh.yaml into plain Kubernetes manifests for each cluster of an Istio mesh.';

type Choose = (command: Command, found: Record<string, unknown>) => void;

/** Every command, those of a group below the word that they share. */
function withCommands(parser: Argv, commands: readonly Command[], choose: Choose): Argv {
  const words = new Set(commands.map(({ name }) => name.split(' ')[0] ?? name));
  return [...words].reduce((built, word) => {
    const group = Object.hasOwn(GROUPS, word) ? GROUPS[word] : undefined;
    const members = commands.filter(({ name }) => name.split(' ')[0] === word);
    if (group === undefined) return members.reduce((all, one) => withCommand(all, one, choose), built);
    return built.command(word, group.summary, (sub) =>
      members
        .reduce((all, one) => withCommand(all, one, choose), sub)
        .usage(`Usage: $0 ${word} <command> [options]\n\n${unwrapped(group.help)}`)
        .demandCommand(1, 'Name a command.'),
    );
  }, parser);
}

function withCommand(parser: Argv, command: Command, choose: Choose): Argv {
  const [own = '', ...places] = [
    command.name.split(' ').at(-1),
    ...Object.entries(command.positionals ?? {}).map(placeText),
  ];
  return parser.command(
    [own, ...places].join(' '),
    command.summary,
    (sub) => describe(sub, command),
    (found) => choose(command, found),
  );
}

function usageError(
  wrong: string,
  commands: readonly Command[],
  argv: readonly string[],
  terminal: Terminal,
): number {
  const [first = '', second = ''] = argv;
  const name = [`${first} ${second}`, first].find(
    (words) => Object.hasOwn(GROUPS, words) || commands.some((command) => command.name === words),
  );
  const known = name === undefined ? '' : `${name} `;
  terminal.err(`istio-remote: ${wrong}\nRun \`istio-remote ${known}--help\` to see what it takes.\n`);
  return USAGE_ERROR;
}

/** `<remote>`, `[cluster..]`, as yargs and its help have it. */
function placeText([name, { array, required }]: readonly [string, Positional]): string {
  const inner = array === true ? `${name}..` : name;
  return required === true ? `<${inner}>` : `[${inner}]`;
}

function describe(parser: Argv, command: Command): Argv {
  const places = Object.entries(command.positionals ?? {});
  const usage = [command.name, ...places.map(placeText)].join(' ');
  const withOptions = Object.entries(command.options).reduce(
    (built, [name, option]) =>
      built.option(name, {
        type: option.type,
        describe: option.describe,
        requiresArg: option.type === 'string',
        demandOption: option.required === true,
        ...(option.array === true ? { array: true } : {}),
        ...(option.default === undefined ? {} : { default: option.default }),
      }),
    parser.usage(`Usage: $0 ${usage} [options]\n\n${unwrapped(command.help)}`),
  );
  const withPlaces = places.reduce(
    (built, [name, place]) => built.positional(name, { type: 'string', describe: place.describe }),
    withOptions,
  );
  return command.examples.reduce((built, [line, does]) => built.example(line, does), withPlaces);
}

function valuesOf(command: Command, given: Record<string, unknown>): never {
  const values = Object.entries(command.options).map(([name, option]) => [
    name,
    single(option, given[name]) ?? fallback(option),
  ]);
  const placed = Object.entries(command.positionals ?? {}).map(([name, { array }]) => [
    name,
    given[name] ?? (array === true ? [] : undefined),
  ]);
  return Object.fromEntries([...values, ...placed]) as never;
}

/** Says which option got a word that it does not take. */
function unknownChoice({ options }: Command, values: Readonly<Record<string, unknown>>): string | undefined {
  for (const [name, { choices }] of Object.entries(options)) {
    const value = values[name];
    if (choices === undefined || value === undefined || choices.some((choice) => choice === value)) continue;
    return `--${name} is one of ${choices.join(', ')}, not ${quoted(value)}.`;
  }
  return undefined;
}

/** Of an option given twice the last one counts, as with Node's own parser. */
function single(option: Option, value: unknown): unknown {
  return option.array !== true && Array.isArray(value) ? value.at(-1) : value;
}

/** Line breaks of the source are not those of the terminal; paragraphs stay. */
function unwrapped(prose: string): string {
  return prose.replace(/([^\n])\n(?!\n)/g, '$1 ');
}
