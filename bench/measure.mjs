import { spawnSync } from 'node:child_process';

/** Starts of Node read NODE_EXTRA_CA_CERTS, which costs more than a whole cluster. */
export const environment = { ...process.env, NODE_EXTRA_CA_CERTS: undefined, NODE_OPTIONS: undefined };
delete environment.NODE_EXTRA_CA_CERTS;
delete environment.NODE_OPTIONS;

/** Returns the wall time of one process in ms. Throws if it fails. */
export function timed(command, args, options = {}) {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(command, args, {
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe'],
    maxBuffer: 2 ** 28,
    ...options,
  });
  const elapsed = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr}`);
  return elapsed;
}

/** Returns the standard output of one process. Throws if it fails. */
export function outputOf(command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    env: environment,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr}`);
  return stdout;
}

/** Returns the peak memory of one Node process in MB. */
export function peakMemory(args, options = {}) {
  const probe =
    "process.on('exit', () => require('node:fs').writeSync(2, 'peak ' + process.resourceUsage().maxRSS + '\\n'))";
  const { status, stderr } = spawnSync(
    process.execPath,
    ['-e', `${probe}; require(process.argv[1])`, ...args],
    {
      env: environment,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      ...options,
    },
  );
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  return Number(/peak (\d+)/.exec(stderr)?.[1] ?? Number.NaN) / 1024;
}

export function median(values) {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)];
}

export function minimum(values) {
  return Math.min(...values);
}
