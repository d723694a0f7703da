// Makes lib/ and schema/: bundles for the command line, for `cdk8s synth` and for programs, types, and the JSON Schema.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { build } from 'esbuild';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
rmSync('lib', { recursive: true, force: true });
mkdirSync('lib', { recursive: true });

/** Packages that cdk8s loads at its start and that our rendering never calls: loaded at the first use. */
const LAZY = ['yaml'];
const lazyPackages = {
  name: 'lazy-packages',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: new RegExp(`^(?:${LAZY.join('|')})$`) }, ({ path, importer }) =>
      /[\\/]node_modules[\\/]cdk8s[\\/]/.test(importer)
        ? { path, namespace: 'lazy', pluginData: importer }
        : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'lazy' }, ({ path, pluginData }) => ({
      contents: `let loaded; module.exports = new Proxy({}, { get: (_, name) => (loaded ??= require(${JSON.stringify(path)}))[name] });`,
      resolveDir: dirname(pluginData),
    }));
  },
};

const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minifySyntax: true,
  legalComments: 'none',
  logLevel: 'warning',
  plugins: [lazyPackages],
  // yargs is written for ES modules.
  define: { PACKAGE_VERSION: JSON.stringify(version), 'import.meta.url': 'importMetaUrl' },
  banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
};

await build({ ...common, entryPoints: { cli: 'src/cli/main.ts' }, outdir: 'lib' });
// Rendering calls neither of them; what little asks for them by mistake finds the packages beside this one.
await build({
  ...common,
  entryPoints: { quick: 'src/cli/quick.ts' },
  outdir: 'lib',
  external: LAZY,
  plugins: [lazyPackages],
  minifyWhitespace: true,
});
await build({
  ...common,
  entryPoints: { index: 'src/index.ts' },
  outdir: 'lib',
  external: ['cdk8s', 'constructs', 'zod', 'zod/*'],
});
const buildId = (name) =>
  createHash('sha256')
    .update(readFileSync(`lib/${name}`))
    .digest('hex')
    .slice(0, 12);
const buildIds = { 'cli.js': buildId('cli.js'), 'quick.js': buildId('quick.js') };
await build({
  ...common,
  entryPoints: { bin: 'src/bin.ts', main: 'src/main.ts' },
  outdir: 'lib',
  banner: {},
  define: { BUILD_IDS: JSON.stringify(buildIds) },
});
chmodSync('lib/bin.js', 0o755);
execFileSync('node_modules/.bin/tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit' });

await build({
  ...common,
  entryPoints: { 'json-schema': 'src/mesh/schema/json-schema.ts' },
  outdir: 'lib/build',
});
const { meshJsonSchema } = await import(new URL('../lib/build/json-schema.js', import.meta.url));
mkdirSync('schema', { recursive: true });
writeFileSync('schema/mesh.schema.json', `${JSON.stringify(meshJsonSchema(), undefined, 2)}\n`);
rmSync('lib/build', { recursive: true });
