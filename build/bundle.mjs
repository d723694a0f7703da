import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/** The source files that chunks contain anything of; what a plugin made up is no file. */
export function filesIn(chunks) {
  const modules = chunks.flatMap(({ modules }) => Object.entries(modules ?? {}));
  const used = modules.filter(([, { renderedLength }]) => renderedLength > 0).map(([id]) => id);
  return [...new Set(used)].filter((id) => existsSync(id));
}

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
