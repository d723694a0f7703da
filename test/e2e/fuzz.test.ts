import { copyFileSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from './run';
import { Sandbox } from './sandbox';

/** The files that a fuzz run needs, without the tests and the release lines of this repository. */
function project(tests: Readonly<Record<string, string>>): Sandbox {
  const sandbox = new Sandbox(tests);
  for (const file of [
    'vitest.config.ts',
    'build/imported-crds.mjs',
    'test/fuzz.mjs',
    'test/reference.ts',
    'test/reference-notice.ts',
    'test/seed.ts',
    'test/set-up.ts',
    'test/slowest-first.ts',
  ]) {
    mkdirSync(dirname(sandbox.path(file)), { recursive: true });
    copyFileSync(file, sandbox.path(file));
  }
  sandbox.write('test/all-lines.ts', 'export {};\n');
  symlinkSync(resolve('node_modules'), sandbox.path('node_modules'));
  return sandbox;
}

const property = (title: string, law: string): string => `
import fc from 'fast-check';
import { expect, it } from 'vitest';
it('${title}', () => {
  fc.assert(fc.property(fc.nat(), fc.nat(), (a, b) => ${law}));
});
`;
const HOLDS = property('adds either way', 'a + b === b + a');
/** Lasts longer than the time of {@link fuzz}, so no second round begins. */
const HOLDS_SLOWLY = `import { beforeAll } from 'vitest';
${HOLDS}
beforeAll(() => new Promise((resolve) => setTimeout(resolve, 1000)));
`;
const FAILS = property('never exceeds a million', 'a + b < 1_000_000');

function fuzz(sandbox: Sandbox, ...args: string[]) {
  return run(process.execPath, [sandbox.path('test/fuzz.mjs'), '--minutes', '0.01', ...args]);
}

function vitest(sandbox: Sandbox, env: Readonly<Record<string, string>> = {}) {
  return run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '--no-color'], {
    cwd: sandbox.folder,
    env,
  });
}

/** fast-check's message about a failure. */
const counterexample = (text: string): string | undefined => /Counterexample: .*/.exec(text)?.[0];

describe('npm run fuzz', () => {
  it('says what it ran when everything passes', () => {
    using sandbox = project({ 'test/a.property.test.ts': HOLDS_SLOWLY, 'test/other.test.ts': 'not run\n' });
    const { code, stdout } = fuzz(sandbox);
    expect(stdout).toMatch(/^round 1: seed -?\d+, properties 1, \d+ s, passed$/m);
    expect(stdout).toMatch(
      /^Ran for \d+\.\d minutes: rounds 1, files 1, properties 1, cases 100\nSeeds: -?\d+$/m,
    );
    expect(code).toBe(0);
  });

  it('prints seed and counterexample of a failure, and the command that repeats it', () => {
    using sandbox = project({ 'test/a.property.test.ts': HOLDS, 'test/b.property.test.ts': FAILS });
    const { code, stdout } = fuzz(sandbox);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^FAILED with seed (-?\d+): test\/b\.property\.test\.ts > never exceeds a million$/m,
    );
    const repeat =
      /^To repeat: FUZZ_SEED=(-?\d+) FUZZ_TIMES=10 npm run vitest -- test\/b\.property\.test\.ts$/m.exec(
        stdout,
      );
    const seed = repeat?.[1] ?? '';
    expect(stdout).toContain(`{ seed: ${seed}, path: "`);
    const repeated = vitest(sandbox, { FUZZ_SEED: seed });
    expect(repeated.code).toBe(1);
    expect(counterexample(repeated.stderr)).toBe(counterexample(stdout));
  });

  it('reports a file that does not load', () => {
    using sandbox = project({ 'test/a.property.test.ts': `${HOLDS}\nthrow new Error('broken file');\n` });
    const { code, stdout } = fuzz(sandbox);
    expect(stdout).toContain('a.property.test.ts > does not load');
    expect(stdout).toContain('broken file');
    expect(code).toBe(1);
  });
});

describe('a run of the tests', () => {
  it('draws the same values each time', () => {
    using sandbox = project({ 'test/b.property.test.ts': FAILS });
    const [first, second] = [vitest(sandbox), vitest(sandbox)];
    expect(counterexample(first.stderr)).toContain('Counterexample: [');
    expect(counterexample(second.stderr)).toBe(counterexample(first.stderr));
  });

  it.each(['x', '1.5', '4294967296', ''])('refuses the seed %j', (seed) => {
    using sandbox = project({ 'test/a.property.test.ts': HOLDS });
    const { code, stderr } = vitest(sandbox, { FUZZ_SEED: seed });
    expect(stderr).toContain(`FUZZ_SEED: expected a whole number of 32 bits, got "${seed}".`);
    expect(code).toBe(1);
  });
});
