import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';

/** Differs for any two builds. */
declare const BUILD_ID: string;

/** A Node module, with the fields that chunks use. */
interface Loaded {
  exports: unknown;
}

/** The chunks of the command line. */
const FOLDER = join(__dirname, 'cli');
const loaded = new Map<string, Loaded>();
/** Scripts without compiled code, by the file that will contain it. */
const compiledAnew = new Map<string, Script>();
process.once('exit', keepCompiled);

/**
 * Loads a chunk of the command line and its dependencies, with the machine code that V8 compiled in an earlier run.
 * This shortens a start by a third (docs/performance.md). V8 itself refuses code of another version, other flags or a
 * text of another length; the build's id in the file name covers a changed text. The code is beside the chunk, so
 * write access to one is write access to both. If it cannot be written, the next start is slower.
 * @param chunk file name below lib/cli
 * @returns its exports
 */
export function loadChunk(chunk: string): unknown {
  const known = loaded.get(chunk);
  if (known !== undefined) return known.exports;
  const module: Loaded = { exports: {} };
  loaded.set(chunk, module);
  const filename = join(FOLDER, chunk);
  const wrapper = `(function (exports, require, module, __filename, __dirname) { ${readFileSync(filename, 'utf8')}\n})`;
  const compiled = join(FOLDER, `${chunk}-${BUILD_ID}-${process.version}-${process.arch}.code`);
  const cachedData = readIfThere(compiled);
  const script = new Script(wrapper, { filename, ...(cachedData === undefined ? {} : { cachedData }) });
  const requireFrom = (id: string): unknown => (id.startsWith('./') ? loadChunk(id.slice(2)) : require(id));
  script.runInThisContext()(module.exports, requireFrom, module, filename, FOLDER);
  if (cachedData === undefined || script.cachedDataRejected === true) compiledAnew.set(compiled, script);
  return module.exports;
}

/** The code that ran until the process ends is the code that the next start needs. */
function keepCompiled(): void {
  // Code compiled with V8 flags is separate and not worth a file.
  if (process.execArgv.length > 0 || process.env.NODE_OPTIONS !== undefined) return;
  for (const [file, script] of compiledAnew) {
    const partial = `${file}.${process.pid}.partial`;
    try {
      writeFileSync(partial, script.createCachedData());
      renameSync(partial, file);
    } catch {
      // In a read-only installation, the next start is as slow as this one.
      return;
    }
  }
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
