// Loaded before a program (`node --import`). Kills it at one of its calls of node:fs on a folder. KILL_IN: the
// folder. KILL_AT: the number of the call, from 1. KILL_TORN: whether half of a write is done first. KILL_LOG: file
// for the calls of a run that is not killed, one on each line.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { resolve, sep } from 'node:path';

const { KILL_IN = '', KILL_AT = '0', KILL_TORN, KILL_LOG } = process.env;
const real = { ...fs };
const descriptors = new Map();
const calls = [];

function pathOf(argument) {
  if (typeof argument === 'number') return descriptors.get(argument);
  return typeof argument === 'string' ? resolve(argument) : undefined;
}

function isInside(path) {
  return path !== undefined && `${path}${sep}`.startsWith(`${KILL_IN}${sep}`);
}

for (const name of Object.keys(fs).filter((name) => name.endsWith('Sync'))) {
  const counted = (...args) => {
    const path = pathOf(args[0]);
    if (!isInside(path)) return real[name](...args);
    calls.push(`${name} ${path.slice(KILL_IN.length + 1)}`);
    if (calls.length === Number(KILL_AT)) {
      if (KILL_TORN !== undefined && /^write(?:File)?Sync$/.test(name)) {
        const bytes = Buffer.from(args[1]);
        real[name](args[0], bytes.subarray(0, bytes.length / 2));
      }
      process.kill(process.pid, 'SIGKILL');
    }
    const result = real[name](...args);
    if (name === 'openSync') descriptors.set(result, path);
    if (name === 'closeSync') descriptors.delete(args[0]);
    return result;
  };
  fs[name] = Object.assign(counted, real[name]);
}
syncBuiltinESMExports();

if (KILL_LOG !== undefined) process.once('exit', () => real.writeFileSync(KILL_LOG, calls.join('\n')));
