import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';

/** Differs for any two builds. */
declare const BUILD_ID: string;

/** A module of Node, as far as chunks know it. */
interface Loaded {
  exports: unknown;
}

/** The chunks of the command line. */
const FOLDER = join(__dirname, 'cli');
const loaded = new Map<string, Loaded>();
/** Scripts without compiled code, by the file that is to keep it. */
const compiledAnew = new Map<string, Script>();
process.once('exit', keepCompiled);

/**
 * Loads a chunk of the command line, and those that it requires, together with the machine code that V8 made of it in
 * an earlier run: that takes a third off a start (docs/performance.md). V8 itself refuses code of another version, of
 * other flags or of a text of another length; the build's id in the file name covers a text that changed. The code is
 * beside the chunk, so write access to one is write access to both. If it cannot be written, the next start is slower.
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

/** What ran by the end of the process is what the next start needs. */
function keepCompiled(): void {
  // Flags of V8 make code of their own, not worth a file.
  if (process.execArgv.length > 0 || process.env.NODE_OPTIONS !== undefined) return;
  for (const [file, script] of compiledAnew) {
    const partial = `${file}.${process.pid}.partial`;
    try {
      writeFileSync(partial, script.createCachedData());
      renameSync(partial, file);
    } catch {
      // A read-only installation: the next start is as slow as this one.
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
