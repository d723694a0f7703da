import { readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Command, Option } from '../../src/cli/command';
import { COMMANDS } from '../../src/cli/commands';
import { readWords, refuseUnknown, valuesOf } from '../../src/cli/parser';
import { namedIn } from '../../src/cli/words';
import { UsageError } from '../../src/problem';
import { istioRemote } from './recorded-terminal';

/** Returns the values that a command gets from a command line. */
async function valuesIn(command: Command, ...words: string[]): Promise<Record<string, unknown>> {
  const needed = Object.values(command.positionals ?? {}).flatMap(({ required }) => (required ? ['eu'] : []));
  const argv = [...command.name.split(' '), ...needed, ...words];
  const named = namedIn(argv);
  refuseUnknown(named);
  return valuesOf(command, await readWords(named, { version: '0' }));
}

const OPTIONS = COMMANDS.flatMap((command) =>
  Object.entries(command.options).map(([name, option]: [string, Option]) => ({
    title: `${command.name} ${dashed(name)}`,
    command,
    name,
    option,
  })),
);
const TEXTS = OPTIONS.filter(({ option }) => option.type === 'string');
const FLAGS = OPTIONS.filter(({ option }) => option.type === 'boolean');

function dashed(name: string): string {
  return name.length === 1 ? `-${name}` : `--${name}`;
}

describe('an option with a value', () => {
  it.each(TEXTS)('reads alike behind a space and behind =: $title', async ({ command, name, option }) => {
    const [word = 'a=b c'] = option.choices ?? [];
    const expected = option.array === true ? [word] : word;
    expect((await valuesIn(command, dashed(name), word))[name]).toEqual(expected);
    expect((await valuesIn(command, `${dashed(name)}=${word}`))[name]).toEqual(expected);
  });

  it.each(TEXTS)('may be a lone dash or empty: $title', async ({ command, name, option }) => {
    const read = async (...words: string[]) => {
      try {
        return [(await valuesIn(command, ...words))[name]].flat();
      } catch (error) {
        return error;
      }
    };
    for (const [word, ...spellings] of [
      ['-', [dashed(name), '-'], [`${dashed(name)}=-`]],
      ['', [dashed(name), ''], [`${dashed(name)}=`]],
    ] as const)
      for (const spelling of spellings)
        expect(await read(...spelling)).toEqual(
          option.choices === undefined ? [word] : expect.any(UsageError),
        );
  });

  it.each(TEXTS)('is wrong without one, and with --no-: $title', async ({ command, name }) => {
    await expect(valuesIn(command, dashed(name))).rejects.toThrow(
      new UsageError(`Option ${name} needs a value.`),
    );
    await expect(valuesIn(command, dashed(name), '--json')).rejects.toThrow(UsageError);
    await expect(valuesIn(command, `--no-${name}`)).rejects.toThrow(`Unknown option "--no-${name}".`);
  });

  it('counts the last time it is given, or every time where it says so', async () => {
    const synth = commandOf('synth');
    const values = await valuesIn(synth, '--outdir', 'a', '--cluster', 'x', '--outdir=b', '--cluster=y', 'z');
    expect(values).toMatchObject({ outdir: 'b', cluster: ['x', 'y', 'z'] });
  });

  it.each([[['-f', 'a.yaml', '-f', 'b.yaml']], [['-f', 'a.yaml', 'b.yaml']], [['-f=a.yaml', '-fb.yaml']]])(
    'has one letter: %j',
    async (words) => {
      expect(await valuesIn(commandOf('inject'), ...words)).toMatchObject({ f: ['a.yaml', 'b.yaml'] });
    },
  );
});

describe('a flag', () => {
  it.each(FLAGS)('is on, off with --no- and =false, and nothing else: $title', async ({ command, name }) => {
    const value = async (...words: string[]) => (await valuesIn(command, ...words))[name];
    expect(await value()).toBe(false);
    for (const words of [[`--${name}`], [`--${name}=true`], [`--no-${name}`, `--${name}`]])
      expect(await value(...words)).toBe(true);
    for (const words of [[`--no-${name}`], [`--${name}=false`], [`--${name}`, 'false']])
      expect(await value(...words)).toBe(false);
    await expect(value(`--${name}=maybe`)).rejects.toThrow(`--${name} is true or false, not "maybe".`);
    await expect(value(`--${name}=`)).rejects.toThrow(`--${name} is true or false, not "".`);
    await expect(value(`--no-${name}=true`)).rejects.toThrow(`Unknown option "--no-${name}".`);
  });
});

describe('an argument', () => {
  it.each([[['eu', 'ap']], [['eu', '--json', 'ap']], [['--', 'eu', 'ap']], [['eu', '--', 'ap']]])(
    'may have any place: %j',
    async (words) => {
      expect(await valuesIn(commandOf('join'), ...words)).toMatchObject({ remote: ['eu', 'ap'] });
    },
  );

  it.each([[['--', '--all', '-x']], [['-', '---', '1e3', '-5']]])('is kept as it is: %j', async (words) => {
    const expected = words.filter((word) => word !== '--');
    expect(await valuesIn(commandOf('join'), ...words)).toMatchObject({ remote: expected, all: false });
  });

  it('is refused where none belongs', async () => {
    await expect(valuesIn(commandOf('synth'), 'eu')).rejects.toThrow('Unknown argument "eu".');
    await expect(valuesIn(commandOf('leave'), 'ap')).rejects.toThrow('Unknown argument "ap".');
  });
});

describe('the options of all commands', () => {
  it.each(OPTIONS)('read alike before the command: $title', async ({ command, name, option }) => {
    const needed = Object.values(command.positionals ?? {}).flatMap(({ required }) =>
      required ? ['eu'] : [],
    );
    const [word = 'a'] = option.type === 'boolean' ? ['true'] : (option.choices ?? []);
    const spelling = `${dashed(name)}=${word}`;
    // A list takes all following words, so arguments come first.
    const argv =
      option.array === true && needed.length > 0
        ? undefined
        : [spelling, ...command.name.split(' '), ...needed];
    if (argv === undefined) return;
    const named = namedIn(argv);
    refuseUnknown(named);
    const values = valuesOf(command, await readWords(named, { version: '0' }));
    expect(values[name]).toEqual((await valuesIn(command, spelling))[name]);
  });

  it.each(OPTIONS)('are arguments behind --: $title', async ({ command, name }) => {
    const without = (await valuesIn(command))[name];
    for (const word of [dashed(name), `${dashed(name)}=true`, '-', '-h']) {
      const found = await valuesIn(command, '--', word).then(
        (values) => values[name],
        (error: unknown) => error,
      );
      if (found instanceof UsageError) expect(found.message).toMatch(/^(?:Unknown argument|\w+ is one of)/);
      else expect(found).toEqual(without);
    }
  });

  it('mean a value or a flag, the same in every command', () => {
    const types = new Map<string, Set<string>>();
    for (const { name, option } of OPTIONS) types.set(name, (types.get(name) ?? new Set()).add(option.type));
    expect([...types].filter(([, found]) => found.size > 1)).toEqual([]);
  });

  it('may stand before the command', async () => {
    expect(await istioRemote(['--json', '--config', 'gone.yaml', 'images'])).toEqual(
      await istioRemote(['images', '--json', '--config', 'gone.yaml']),
    );
  });
});

describe('help', () => {
  it.each(COMMANDS.map(({ name }) => ({ name })))(
    '$name has the same in every spelling',
    async ({ name }) => {
      const words = name.split(' ');
      const answer = await istioRemote(['help', ...words]);
      expect(answer).toMatchObject({ code: 0, err: '' });
      expect(answer.out).toContain(`Usage: istio-remote ${name}`);
      expect(answer.out).toMatch(/\nExamples:\n {2}\S/);
      for (const option of ['--help', '-h', 'help'])
        expect(await istioRemote([...words, option])).toEqual(answer);
    },
  );

  it('lists every command and every group', async () => {
    const answer = await istioRemote(['--help']);
    for (const { name } of COMMANDS) expect(answer.out).toContain(`istio-remote ${name.split(' ')[0]} `);
    for (const option of ['help', '-h']) expect(await istioRemote([option])).toEqual(answer);
  });

  it.each([[[]], [['cacerts']]])(
    'is what a line that asks for nothing gets, with exit code 2: %j',
    async (argv) => {
      const { out } = await istioRemote([...argv, '--help']);
      expect(out).toMatch(/\nExamples:\n {2}\S/);
      expect(await istioRemote(argv)).toEqual({ code: 2, out: '', err: out });
    },
  );

  it('loads nothing of what commands do', () => {
    const seen = new Set<string>();
    const visit = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      const imports = readFileSync(file, 'utf8').matchAll(/^import (?!type )[^;]*? from '(\.[^']+)';/gms);
      for (const [, path = ''] of imports) visit(sourceOf(normalize(join(dirname(file), path))));
    };
    visit('src/cli/run.ts');
    const bytes = [...seen]
      .filter((file) => !file.startsWith('src/cli/'))
      .reduce((sum, file) => sum + statSync(file).size, 0);
    expect(bytes).toBeLessThan(32 * 1024);
  });
});

describe('a mistyped word', () => {
  it.each([
    ['sinth', 'Unknown command "sinth". Did you mean synth?', ''],
    ['cacerts isue', 'Unknown command "isue". Did you mean issue?', 'cacerts '],
    ['frobnicate', 'Unknown command "frobnicate".', ''],
    ['synth --clutser eu', 'Unknown option "--clutser". Did you mean --cluster?', 'synth '],
    ['leave eu --yse', 'Unknown option "--yse". Did you mean --yes?', 'leave '],
    ['synth --frobnicate', 'Unknown option "--frobnicate".', 'synth '],
    ['synth -x', 'Unknown option "-x".', 'synth '],
    ['--versoin', 'Unknown option "--versoin". Did you mean --version?', ''],
    ['leave', '<remote> is missing. Id of the cluster.', 'leave '],
    ['graph --format pdf', '--format is one of mermaid, dot, not "pdf".', 'graph '],
    ['completion fish', 'shell is one of bash, zsh, not "fish".', 'completion '],
  ])('exits 2 before anything is read: %s', async (line, message, place) => {
    expect(await istioRemote(line.split(' '))).toEqual({
      code: 2,
      out: '',
      err: `istio-remote: ${message}\nRun \`istio-remote ${place}--help\` to see its options.\n`,
    });
  });

  it.each([
    ['addresses --write --check', 'Give --write or --check, not both.'],
    ['join', 'Name remote clusters, or --all.'],
    ['join eu --take-over --output -', '--take-over changes the primary'],
    ['join --rotate --all', '--rotate is for one remote at a time'],
    ['join --rotate eu ap', '--rotate is for one remote at a time'],
    ['join eu --yes', '--yes goes with --rotate.'],
    ['doctor --timeout soon', '--timeout: expected a time such as 10s, 2m or 24h, got "soon".'],
    ['check --against main', '--against says what --summary compares with: give both.'],
    [
      'init --istio 1.5',
      '--istio: expected a release of Istio: 1.0.0 to 1.0.9, or 1.28 and newer, got "1.5"',
    ],
    ['inject', '-f: expected manifests, got nothing.'],
    ['migrate --istio 1.5 --cluster eu', '--istio: expected a release from 1.0.0 to 1.0.9, got "1.5"'],
    ['migrate --to 1.0.9', '--to: expected release 1.28 or newer, got "1.0.9"'],
    ['migrate --cluster EU', '--cluster: expected'],
    ['migrate --cluster eu --namespace a.b', '--namespace: expected'],
    ['migrate --cluster eu --kubernetes 1.22', '--kubernetes: expected Kubernetes 1.9 to 1.21'],
    ['migrate --to 1.30 --cluster eu', '--to reads a mesh file, and --cluster is for Helm values.'],
  ])('or words that contradict each other: %s', async (line, message) => {
    const { code, out, err } = await istioRemote([...line.split(' ')]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`istio-remote: ${message}`);
  });
});

function commandOf(name: string): Command {
  const found = COMMANDS.find((command) => command.name === name);
  if (found === undefined) throw new Error(`no command ${name}`);
  return found;
}

function sourceOf(path: string): string {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder ? join(path, 'index.ts') : `${path}.ts`;
}
