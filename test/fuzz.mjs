// `npm run fuzz`: repeats the property tests, each round with a new seed. CONTRIBUTING.md explains it.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';

/** A test file that imports one of these uses the seed. */
const DRAWS = /from '(?:fast-check|(?:\.{1,2}\/)+(?:\w+\/)*(?:seed|planted))'/;
/** Properties that run like the end-to-end tests: one uses a real API server if available, one kills processes. */
const END_TO_END = ['whole-meshes.test.ts', 'killed-synth.test.ts'].map((name) => join('test', 'e2e', name));
const USAGE = `Usage: npm run fuzz [-- [--minutes N] [--times N] [FILE...]]

Runs the property tests again and again, each round with a new seed. Stops after the first round that fails.

  --minutes N  starts no new round after N minutes; at least one round runs. Default: 5
  --times N    runs N times as many cases of the properties of whole meshes, hostile values and hostile files in each
               round. Default: 10
  FILE         part of the path of a test file. Default: every test file that draws from the seed, and
               ${END_TO_END.join(', ')};
               of these, the first does nothing without a real API server

Exit codes: 0 nothing failed, 1 a test failed, 2 the command line is wrong.
`;
const ROOT = join(import.meta.dirname, '..');
const VITEST = join(createRequire(import.meta.url).resolve('vitest/package.json'), '../vitest.mjs');

class UsageError extends Error {}

function optionsOf(args) {
  const { values, positionals } = parsed(args);
  const { minutes = '5', times = '10', help = false } = values;
  if (!/^\d+(?:\.\d+)?$/.test(minutes) || !(Number(minutes) >= 0.01 && Number(minutes) <= 10_000))
    throw new UsageError(`--minutes: expected a number from 0.01 to 10000, got "${minutes}".`);
  if (!/^[1-9]\d{0,5}$/.test(times))
    throw new UsageError(`--times: expected a whole number from 1 to 999999, got "${times}".`);
  return { help, minutes: Number(minutes), times, files: filesWith(positionals) };
}

function parsed(args) {
  const options = { minutes: { type: 'string' }, times: { type: 'string' }, help: { type: 'boolean' } };
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error.message);
  }
}

function filesWith(parts) {
  const all = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
    .map((name) => join('test', name))
    .filter((file) => file.endsWith('.test.ts'))
    .filter((file) => END_TO_END.includes(file) || !file.startsWith(join('test', 'e2e')))
    .filter((file) => DRAWS.test(readFileSync(join(ROOT, file), 'utf8')))
    .sort();
  for (const part of parts) {
    if (part === '' || !all.some((file) => file.includes(part)))
      throw new UsageError(`"${part}" is in the path of no test file that draws from the seed.`);
  }
  return parts.length === 0 ? all : all.filter((file) => parts.some((part) => file.includes(part)));
}

/** Runs the files once. `stop` ends the run early. */
async function runOnce(files, env, stop) {
  const rest = files.filter((file) => !END_TO_END.includes(file));
  const groups = [
    ...(rest.length > 0 ? [rest] : []),
    ...(rest.length < files.length
      ? [['--config', 'vitest.e2e.config.ts', ...files.filter((file) => END_TO_END.includes(file))]]
      : []),
  ];
  const round = { properties: 0, cases: 0, failures: [] };
  for (const group of stop.aborted ? [] : groups) {
    const { properties, cases, failures } = await runGroup(group, env, stop);
    round.properties += properties;
    round.cases += cases;
    round.failures.push(...failures);
  }
  return round;
}

async function runGroup(files, env, stop) {
  const folder = mkdtempSync(join(tmpdir(), 'istio-remote-fuzz-'));
  const [report, notes] = [join(folder, 'report.json'), join(folder, 'notes')];
  try {
    const args = ['run', '--reporter=json', `--outputFile=${report}`, ...files];
    const { code, errors } = await vitest(args, { ...env, FUZZ_REPORT: notes }, stop);
    const lines = existsSync(notes) ? readFileSync(notes, 'utf8').trimEnd().split('\n') : [];
    return {
      properties: lines.length,
      cases: lines.reduce((sum, line) => sum + JSON.parse(line).runs, 0),
      failures: stop.aborted || code === 0 ? [] : failuresIn(report, errors),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function vitest(args, env, stop) {
  const child = spawn(process.execPath, [VITEST, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...env },
  });
  const kill = () => child.kill();
  stop.addEventListener('abort', kill, { once: true });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    errors = (errors + text).slice(-4000);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      stop.removeEventListener('abort', kill);
      resolve({ code, errors });
    });
  });
}

function failuresIn(report, errors) {
  const results = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')).testResults : [];
  const failures = results
    .filter(({ status }) => status === 'failed')
    .flatMap(({ name, message, assertionResults }) => {
      const file = relative(ROOT, name);
      const failed = assertionResults.filter(({ status }) => status === 'failed');
      if (failed.length === 0) return [{ file, title: 'does not load', message }];
      return failed.map(({ fullName, failureMessages }) => ({
        file,
        title: fullName,
        message: failureMessages.join('\n').replace(/\n {4}at [^\n]*/g, ''),
      }));
    });
  return failures.length > 0 ? failures : [{ file: '', title: 'vitest failed', message: errors }];
}

function printFailures(failures, seed, times) {
  for (const { file, title, message } of failures) {
    console.log(`\nFAILED with seed ${seed}: ${[file, title].filter(Boolean).join(' > ')}`);
    console.log(message.trim().replace(/^/gm, '  '));
  }
  const failed = [...new Set(failures.map(({ file }) => file))];
  const files = failed.join(' ');
  const script = failed.every((file) => END_TO_END.includes(file)) ? 'e2e' : 'vitest';
  console.log(`\nTo repeat: FUZZ_SEED=${seed} FUZZ_TIMES=${times} npm run ${script} -- ${files}`);
}

/** @returns whether every round passed */
async function fuzz({ minutes, times, files }, stop) {
  const begin = performance.now();
  const spent = () => (performance.now() - begin) / 1000;
  const rounds = [];
  do {
    const seed = Math.floor(Math.random() * 2 ** 32) | 0;
    const start = spent();
    // Immediately, so that the user can stop a round that does not end.
    process.stdout.write(`round ${rounds.length + 1}: seed ${seed}`);
    const round = { seed, ...(await runOnce(files, { FUZZ_SEED: String(seed), FUZZ_TIMES: times }, stop)) };
    rounds.push(round);
    const end = stop.aborted ? 'stopped' : round.failures.length > 0 ? 'FAILED' : 'passed';
    console.log(`, properties ${round.properties}, ${(spent() - start).toFixed(0)} s, ${end}`);
  } while (rounds.at(-1).failures.length === 0 && !stop.aborted && spent() < minutes * 60);

  const { failures, seed } = rounds.at(-1);
  if (failures.length > 0) printFailures(failures, seed, times);
  const sum = (name) => rounds.reduce((total, round) => total + round[name], 0);
  console.log(
    `\nRan for ${(spent() / 60).toFixed(1)} minutes: rounds ${rounds.length}, files ${files.length}, ` +
      `properties ${sum('properties')}, cases ${sum('cases')}`,
  );
  console.log(`Seeds: ${rounds.map((round) => round.seed).join(', ')}`);
  return failures.length === 0;
}

try {
  const options = optionsOf(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(USAGE);
  } else {
    const stop = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM']) {
      process.once(signal, () => {
        process.exitCode = 128 + constants.signals[signal];
        stop.abort();
      });
    }
    if (!(await fuzz(options, stop.signal))) process.exitCode = 1;
  }
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`fuzz: ${error.message}\n\n${USAGE}`);
  process.exitCode = 2;
}
