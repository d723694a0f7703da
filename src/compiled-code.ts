import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';

declare const BUILD_IDS: Readonly<Record<string, string>>;

/**
 * Loads a bundle of this folder together with the machine code that V8 made of it in an earlier run, which halves
 * start-up. V8 itself refuses code of another version, of other flags or of a text of another length; the build's id
 * in the file name covers a text that changed. The code lies beside the bundle, so whoever may write it may write the
 * bundle as well. Where it cannot be written, everything works without it.
 */
export function loadCompiled(name: string): unknown {
  const file = join(__dirname, name);
  const compiled = join(__dirname, `${name}-${BUILD_IDS[name]}-${process.version}-${process.arch}.code`);
  const cachedData = readIfThere(compiled);
  // Bundles are plain ASCII, which V8 keeps in half the space.
  const wrapper = `(function (exports, require, module, __filename, __dirname) { ${readFileSync(file, 'latin1')}\n})`;
  const script = new Script(wrapper, { filename: file, ...(cachedData === undefined ? {} : { cachedData }) });
  const module = { exports: {} };
  const run = script.runInThisContext() as (...scope: unknown[]) => void;
  // The bundle lies in this very folder, so what it requires is found from here.
  run(module.exports, require, module, file, __dirname);
  const plainStart = process.execArgv.length === 0 && process.env.NODE_OPTIONS === undefined;
  if (plainStart && (cachedData === undefined || script.cachedDataRejected === true)) {
    // Flags of V8 make code of their own, not worth a file. What ran by the end of the process is what the next start needs.
    process.once('exit', () => keep(script, compiled));
  }
  return module.exports;
}

function keep(script: Script, file: string): void {
  const partial = `${file}.${process.pid}.partial`;
  try {
    writeFileSync(partial, script.createCachedData());
    renameSync(partial, file);
  } catch {
    // A read-only installation: the next start is as slow as this one.
  }
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
