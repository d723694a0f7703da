/** The common part of options and positionals. */
interface Input {
  /** Prose for --help. */
  readonly describe: string;
  /**
   * An option: whether it may be repeated. The last positional: whether it takes all remaining words.
   * @default false
   */
  readonly array?: boolean;
  /** The accepted words. @default - any text */
  readonly choices?: readonly string[];
  /** What a shell completes besides the choices: the cluster ids in mesh.yaml. @default - nothing */
  readonly completes?: 'clusters';
}

/** An option of a command. */
export interface Option extends Input {
  readonly type: 'string' | 'boolean';
  readonly default?: string | boolean;
}

/** Returns an option without a value. @param describe prose for --help */
export function flagOption(describe: string) {
  return { type: 'boolean', describe } as const;
}

/** Returns an option with a text value. @param describe prose for --help */
export function textOption<const More extends Omit<Option, 'type' | 'describe'> = Record<never, never>>(
  describe: string,
  more?: More,
) {
  return { type: 'string', describe, ...more } as {
    readonly type: 'string';
    readonly describe: string;
  } & More;
}

/** An argument without a dash; its place says which one it is. */
export interface Positional extends Input {
  /** Whether the command line is wrong without it. @default false */
  readonly required?: boolean;
}

/** Values of options, by name. An option that was not given is undefined. */
export type OptionValues<Options extends Record<string, Option>> = {
  readonly [Name in keyof Options]: Value<Options[Name]>;
};

/** Values of positionals, by name. A list is empty if no word was given. */
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
  /** One word, or the group's word and its own: `cacerts init`. */
  readonly name: string;
  /** One sentence for the list of commands. */
  readonly summary: string;
  /** Paragraphs for the command's own --help, in order. */
  readonly help: string;
  readonly options: Options;
  /** Arguments without a dash, in order. @default - none */
  readonly positionals?: Positionals;
  /** Command lines that work, with what they do. */
  readonly examples: readonly (readonly [command: string, does: string])[];
  /** @returns the exit code: 0 done, 1 the input or the state is wrong */
  run(
    values: OptionValues<Options> & PositionalValues<Positionals>,
    terminal: Terminal,
  ): Promise<number> | number;
}

/** Adds colours or cursor movements to text that is already escaped. */
export type Paint = (shown: string) => string;

/** Where a command writes. */
export interface Terminal {
  /**
   * Writes results: JSON, and text for people. Escapes control and invisible characters, but not the ones of
   * `paint`.
   */
  out(text: string, paint?: Paint): void;
  /** Writes everything else, escaped in the same way. */
  err(text: string, paint?: Paint): void;
  /** Writes manifests and scripts for other programs: unchanged into a pipe or a file, escaped on a terminal. */
  data(text: string): void;
  /** Whether standard error is a terminal. */
  readonly interactive: boolean;
  /** Whether standard output may be coloured. */
  readonly colours: boolean;
  /** Width of the terminal in characters. @default 110 */
  readonly columns?: number | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Defines a command and keeps the types of its options for {@link Command.run}. */
export function command<
  const Options extends Record<string, Option>,
  const Positionals extends Record<string, Positional> = Record<never, never>,
>(definition: Command<Options, Positionals>): Command<Options, Positionals> {
  return definition;
}
