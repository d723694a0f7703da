import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { rolldown } from 'rolldown';
import { importedCrds } from './imported-crds.mjs';

const { version, dependencies, peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));

/** Packages that are installed beside this package instead of bundled: `cdk8s`, `zod/mini`, … */
export const INSTALLED = Object.keys({ ...dependencies, ...peerDependencies }).map(
  (name) => new RegExp(`^${name}(?:/|$)`),
);

/**
 * Chunks of modules and their imports: the ones of every run, and the ones that a plain `synth` also loads. It then
 * reads 4 files instead of 55, which would take 5 % longer.
 */
const GROUPS = [
  { name: 'start', test: /\/src\/cli\/main\.ts$/, priority: 2 },
  {
    name: 'mesh',
    test: /\/src\/(?:lines\/open-mesh|output\/synth-mesh|lines\/istio-1\.0\/line)\.ts$/,
    priority: 1,
  },
];

/**
 * Bundles entry points as CommonJS.
 * @param {Record<string, string>} input sources of the entry points, by the name of the file to write
 * @param {string} dir output folder
 * @param {object} options
 * @param {readonly RegExp[]} [options.external] packages that are not bundled
 * @param {boolean} [options.split] whether each `import()` gets its own file
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
    // yargs reads `import.meta` for the place of configuration that we do not have.
    checks: { emptyImportMeta: false },
  });
  const { output } = await bundle.write({
    dir,
    format: 'cjs',
    codeSplitting: split && { groups: GROUPS },
    chunkFileNames: '[name].js',
    comments: false,
  });
  await bundle.close();
  return output;
}

/**
 * Returns the content of each file: the modules with code in it, relative to a folder, and the length of that code.
 * @param {Record<string, readonly object[]>} chunks by their folder
 * @param {string} root
 */
export function contentsOf(chunks, root = '.') {
  const contents = {};
  for (const [dir, files] of Object.entries(chunks)) {
    for (const { fileName, modules } of files) {
      const lengths = Object.entries(modules).map(([id, { renderedLength }]) => [
        pathOf(id, root),
        renderedLength,
      ]);
      contents[`${dir}/${fileName}`] = Object.fromEntries(
        lengths.filter(([path, length]) => path !== undefined && length > 0),
      );
    }
  }
  return contents;
}

/** Returns the file of a module, if it has one. The bundler adds some functions of its own. */
function pathOf(id, root) {
  if (id.startsWith('\0rolldown/')) return 'node_modules/rolldown/package.json';
  return id.startsWith('\0') ? undefined : relative(root, id);
}

/** Returns the exports of a source. */
export async function exportsOf(source) {
  const folder = mkdtempSync(join(tmpdir(), 'istio-remote-build-'));
  try {
    await bundled({ exports: source }, folder, { split: false });
    return createRequire(import.meta.url)(join(folder, 'exports.js'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
