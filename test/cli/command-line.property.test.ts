import fc from 'fast-check';
import { expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands';
import { readWords, refuseUnknown, valuesOf } from '../../src/cli/parser';
import { namedIn } from '../../src/cli/words';
import { UsageError } from '../../src/problem';

const NAMES = [...new Set(COMMANDS.flatMap(({ options }) => Object.keys(options)))];
const OPTION = fc
  .tuple(fc.constantFrom('-', '--', '--no-', '---'), fc.constantFrom(...NAMES, 'help', 'h', 'x'), fc.string())
  .chain(([dashes, name, value]) => fc.constantFrom(`${dashes}${name}`, `${dashes}${name}=${value}`));
const WORD = fc.oneof(
  OPTION,
  OPTION,
  fc.constantFrom(
    '-',
    '--',
    '',
    'help',
    '-5',
    '__proto__',
    '--__proto__=x',
    '--constructor',
    'true',
    'false',
  ),
  fc.string(),
  fc.constantFrom(...COMMANDS.flatMap(({ name }) => name.split(' '))),
);

it('reads any command line: as help, as values of the right types, or as wrong', async () => {
  const lines = fc.tuple(fc.constantFrom(...COMMANDS, undefined), fc.array(WORD, { maxLength: 6 }));
  await fc.assert(
    fc.asyncProperty(lines, async ([first, words]) => {
      const argv = [...(first?.name.split(' ') ?? []), ...words];
      const named = namedIn(argv);
      const { command } = named;
      let values: Record<string, unknown>;
      try {
        refuseUnknown(named);
        const reading = await readWords(named, { version: '0' });
        if (reading.output !== '' || command === undefined) return;
        values = valuesOf(command, reading);
      } catch (error) {
        expect(error).toBeInstanceOf(UsageError);
        return;
      }
      for (const [name, option] of Object.entries(command.options)) {
        const given = [values[name]].flat();
        if (option.array === true) expect(values[name]).toBeInstanceOf(Array);
        for (const value of given)
          expect(['undefined', option.type === 'boolean' ? 'boolean' : 'string']).toContain(typeof value);
      }
    }),
  );
});
