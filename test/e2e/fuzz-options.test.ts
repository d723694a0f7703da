import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

function fuzz(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['test/fuzz.mjs', ...args], {
    encoding: 'utf8',
    timeout: 30_000,
  });
  return { status, stdout, stderr };
}

it.each([
  [['--minutes', 'ten'], 'expected a number from 0.01 to 10000, got "ten"'],
  [['--minutes', '0'], 'got "0"'],
  [['--minutes=-1'], 'got "-1"'],
  [['--minutes', '1e9'], 'got "1e9"'],
  [['--minutes', '1e-3'], 'got "1e-3"'],
  [['--minutes', '0.001'], 'got "0.001"'],
  [['--minutes', '10001'], 'got "10001"'],
  [['--minutes='], 'got ""'],
  [['--minutes'], 'argument missing'],
  [['--times', '0'], '--times: expected a whole number from 1 to 999999, got "0"'],
  [['--times', '1.5'], 'got "1.5"'],
  [['--seconds', '1'], "Unknown option '--seconds'"],
  [['no-such-file'], '"no-such-file" is in the path of no test file that draws from the seed'],
  [['test/seed', ''], '"" is in the path of no test file'],
])('the command line of the fuzz run %j is wrong', (args, message) => {
  const { status, stdout, stderr } = fuzz(...args);
  expect(stderr).toContain(message);
  expect(stderr).toContain('Usage: npm run fuzz');
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
});

it('the fuzz run prints its options', () => {
  const { status, stdout, stderr } = fuzz('--help');
  expect(stdout).toContain('Default: 5');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
