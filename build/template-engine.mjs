// The engine for injection templates from elsewhere: Go's own text/template as WebAssembly. It is committed in built/
// beside its sources, so that no build needs Go. build/make-template-engine.mjs generates it.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const TEMPLATE_ENGINE = join(import.meta.dirname, '../src/lines/istio-1.0/sidecar/template-engine');

/** Lists the SHA-256 of every source and of every generated file, as `sha256sum` does. */
export const SUMS = 'SHA256SUMS';

/** Returns the sources of `npm run engine`, relative to the folder. */
export function sourcesOf(folder) {
  return readdirSync(folder)
    .filter((name) => /\.go$|^go\.(?:mod|sum)$/.test(name))
    .sort();
}

/** @returns the text of SHA256SUMS for the current files */
export function sumsOf(folder) {
  const built = join(folder, 'built');
  const made = existsSync(built) ? readdirSync(built).sort() : [];
  return [...sourcesOf(folder), ...made.map((name) => `built/${name}`)]
    .map((name) => `${sha256(join(folder, name))}  ${name}\n`)
    .join('');
}

/** @throws Error that lists every file that differs from SHA256SUMS, is missing, or is not listed there */
export function checkTemplateEngine(folder = TEMPLATE_ENGINE) {
  const noted = entriesOf(existsSync(join(folder, SUMS)) ? readFileSync(join(folder, SUMS), 'utf8') : '');
  const found = entriesOf(sumsOf(folder));
  const faults = [...new Set([...noted.keys(), ...found.keys()])].flatMap((name) => {
    if (!found.has(name)) return [`${name} is missing`];
    if (!noted.has(name)) return [`${name} is not in ${SUMS}`];
    return noted.get(name) === found.get(name) ? [] : [`${name} differs from ${SUMS}`];
  });
  for (const name of ['built/engine.wasm.br', 'built/wasm_exec.js'])
    if (!noted.has(name) && !found.has(name)) faults.push(`${name} is missing`);
  if (faults.length > 0)
    throw new Error(
      `${folder}: the committed engine does not match its sources: ${faults.join(', ')}. ` +
        'If you changed a source, run `npm run engine` (needs Go) and commit what it writes. Otherwise restore the folder with `git checkout`',
    );
}

/** Copies the files that the command line loads into a folder of the package. */
export function copyTemplateEngine(target) {
  cpSync(join(TEMPLATE_ENGINE, 'built'), target, { recursive: true });
}

function entriesOf(sums) {
  return new Map(
    sums
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => [line.slice(66), line.slice(0, 64)]),
  );
}

function sha256(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
