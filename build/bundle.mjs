import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { rolldown } from 'rolldown';
import { importedCrds } from './imported-crds.mjs';

const { version, dependencies, peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));

/** What is installed beside this package rather than bundled: `cdk8s`, `zod/mini`, … */
export const INSTALLED = Object.keys({ ...dependencies, ...peerDependencies }).map(
  (name) => new RegExp(`^${name}(?:/|$)`),
);

/**
 * Bundles entry points as CommonJS.
 * @param {Record<string, string>} input names of the files to write and the sources that they begin with
 * @param {string} dir where they go
 * @param {object} options
 * @param {readonly RegExp[]} [options.external] packages that stay outside
 * @param {boolean} [options.split] whether what is behind an `import()` is a file of its own
 * @param {Record<string, string>} [options.define] constants
 * @returns the chunks
 */
export async function bundled(input, dir, { external = [], split = true, define = {} } = {}) {
  const bundle = await rolldown({
    input,
    external,
    platform: 'node',
    transform: { target: 'node20', define: { PACKAGE_VERSION: JSON.stringify(version), ...define } },
    plugins: [importedCrds],
    // yargs asks `import.meta` for the place of configuration that nobody here has.
    checks: { emptyImportMeta: false },
  });
  const { output } = await bundle.write({
    dir,
    format: 'cjs',
    codeSplitting: split,
    chunkFileNames: '[name].js',
    comments: false,
  });
  await bundle.close();
  return output;
}

/**
 * The files that bundles contain code of, by bundle. What a plugin makes up is no file; what rolldown adds is its own.
 * @param chunks of rolldown
 * @param {string} dir where they are
 * @param {string} [root] where all paths start
 * @returns {Record<string, string[]>}
 */
export function contentsOf(chunks, dir, root = '.') {
  const fileOf = (id) => (id.startsWith('\0rolldown/') ? RUNTIME : id);
  return Object.fromEntries(
    chunks.map(({ fileName, modules }) => [
      join(dir, fileName),
      Object.entries(modules)
        .filter(([, { renderedLength }]) => renderedLength > 0)
        .map(([id]) => fileOf(id))
        .filter(existsSync)
        .map((file) => relative(root, file))
        .sort(),
    ]),
  );
}

/** A file of the package that the code between modules is of. */
const RUNTIME = createRequire(import.meta.url).resolve('rolldown/package.json');

/** What a source exports. */
export async function exportsOf(source) {
  const folder = mkdtempSync(join(tmpdir(), 'istio-remote-build-'));
  try {
    await bundled({ exports: source }, folder, { split: false });
    return createRequire(import.meta.url)(join(folder, 'exports.js'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
