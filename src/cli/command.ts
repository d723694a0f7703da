/** What options and positionals of a command have in common. */
interface Input {
  /** Prose for --help. */
  readonly describe: string;
  /** Whether an option may be given several times; whether a positional, the last one, takes all words. @default false */
  readonly array?: boolean;
  /** The accepted words. @default - any text */
  readonly choices?: readonly string[];
  /** What a shell completes besides the choices: cluster ids of mesh.yaml. @default - nothing */
  readonly completes?: 'clusters';
}

/** An option of a command. */
export interface Option extends Input {
  readonly type: 'string' | 'boolean';
  readonly default?: string | boolean;
}

/** An option that is given or not. @param describe prose for --help */
export function flagOption(describe: string) {
  return { type: 'boolean', describe } as const;
}

/** An option with a text. @param describe prose for --help */
export function textOption<const More extends Omit<Option, 'type' | 'describe'> = Record<never, never>>(
  describe: string,
  more?: More,
) {
  return { type: 'string', describe, ...more } as {
    readonly type: 'string';
    readonly describe: string;
  } & More;
}

/** An argument without a dash, read by its place. */
export interface Positional extends Input {
  /** Without it the command line is wrong. @default false */
  readonly required?: boolean;
}

/** Values of options, by name; an option that was not given is undefined. */
export type OptionValues<Options extends Record<string, Option>> = {
  readonly [Name in keyof Options]: Value<Options[Name]>;
};

/** Values of positionals, by name; a list is empty when nothing was given. */
export type PositionalValues<Positionals extends Record<string, Positional>> = {
  readonly [Name in keyof Positionals]: Positionals[Name] extends { array: true }
    ? readonly string[]
    : Positionals[Name] extends { required: true }
      ? Word<Positionals[Name]>
      : Word<Positionals[Name]> | undefined;
};

type Value<O extends Option> = O extends { array: true }
  ? readonly string[]
  : O extends { type: 'boolean' }
    ? boolean
    : O extends { default: string }
      ? Word<O>
      : Word<O> | undefined;

type Word<O> = O extends { choices: readonly (infer Choice)[] } ? Choice : string;

/** Commands that share their first word, such as `cacerts init` and `cacerts issue`. */
export interface CommandGroup {
  /** One sentence for the list of commands. */
  readonly summary: string;
  /** Paragraphs for the group's own --help, in order. */
  readonly help: string;
  /** Command lines that work, with what they do. */
  readonly examples: Command['examples'];
}

/** A subcommand of `istio-remote`. */
export interface Command<
  Options extends Record<string, Option> = Record<string, Option>,
  Positionals extends Record<string, Positional> = Record<string, Positional>,
> {
  /** One word, or that of its group and its own: `cacerts init`. */
  readonly name: string;
  /** One sentence for the list of commands. */
  readonly summary: string;
  /** Paragraphs for the command's own --help, in order. */
  readonly help: string;
  readonly options: Options;
  /** Arguments without a dash, in their order. @default - none */
  readonly positionals?: Positionals;
  /** Command lines that work, with what they do. */
  readonly examples: readonly (readonly [command: string, does: string])[];
  /** @returns the exit code: 0 done, 1 the input or the state is wrong */
  run(
    values: OptionValues<Options> & PositionalValues<Positionals>,
    terminal: Terminal,
  ): Promise<number> | number;
}

/** Adds colours or moves of the cursor to a text that is escaped already. */
export type Paint = (shown: string) => string;

/** Where a command writes. */
export interface Terminal {
  /** Results: JSON, and text for people. Control characters and invisible ones are shown escaped, but for `paint`'s. */
  out(text: string, paint?: Paint): void;
  /** Everything else, escaped likewise. */
  err(text: string, paint?: Paint): void;
  /** Manifests and scripts for other programs: as they are in a pipe or a file, escaped on a terminal. */
  data(text: string): void;
  /** Whether standard error is a terminal. */
  readonly interactive: boolean;
  /** Whether standard output may be coloured. */
  readonly colours: boolean;
  /** Width of the terminal in characters. @default 110 */
  readonly columns?: number | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Keeps the types of the options for {@link Command.run}. */
export function command<
  const Options extends Record<string, Option>,
  const Positionals extends Record<string, Positional> = Record<never, never>,
>(definition: Command<Options, Positionals>): Command<Options, Positionals> {
  return definition;
}
