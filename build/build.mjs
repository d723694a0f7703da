// Makes lib/ and schema/: bundles for the command line, for `cdk8s synth` and for programs, types, and the JSON Schema.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { build } from 'esbuild';
import { importedCrds } from './imported-crds.mjs';
import { buildTemplateEngine } from './template-engine.mjs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
rmSync('lib', { recursive: true, force: true });
mkdirSync('lib', { recursive: true });

const CDK8S = realpathSync('node_modules/cdk8s/lib');
const CONSTRUCTS = realpathSync('node_modules/constructs/lib');

/** What cdk8s and constructs load at their start and rendering never calls: left for the first use. */
const LAZY = ['yaml', 'crypto', 'child_process', 'os'];
const lazyParts = {
  name: 'lazy-parts',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: new RegExp(`^(?:${LAZY.join('|')})$`) }, ({ path, importer }) =>
      importer.startsWith(CDK8S) || importer.startsWith(CONSTRUCTS)
        ? { path, namespace: 'lazy', pluginData: importer }
        : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'lazy' }, ({ path, pluginData }) => ({
      contents: `let loaded; module.exports = new Proxy({}, { get: (_, name) => name === '__esModule' || (loaded ??= require(${JSON.stringify(path)}))[name] });`,
      resolveDir: dirname(pluginData),
    }));
  },
};

/** The parts of cdk8s that make charts: the rest of it, from Helm to cron, is half of its start. */
const chartsOnly = {
  name: 'charts-only',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^cdk8s$/ }, () => ({ path: 'cdk8s', namespace: 'charts-only' }));
    onLoad({ filter: /.*/, namespace: 'charts-only' }, () => ({
      contents: ['app', 'chart', 'api-object', 'metadata']
        .map((part) => `export * from './${part}';`)
        .join('\n'),
      resolveDir: CDK8S,
    }));
    // Objects pass through it even when nobody has patched them, which nobody does here.
    onResolve({ filter: /^fast-json-patch$/ }, () => ({ path: 'no-patches', namespace: 'charts-only-stub' }));
    onLoad({ filter: /.*/, namespace: 'charts-only-stub' }, () => ({
      contents: `exports.deepClone = (patches) => patches;
      exports.applyPatch = (newDocument, patches) => {
        if (patches.length > 0) throw new Error('This bundle has no JSON patches.');
        return { newDocument };
      };`,
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
  plugins: [lazyParts],
  // yargs is written for ES modules.
  define: { PACKAGE_VERSION: JSON.stringify(version), 'import.meta.url': 'importMetaUrl' },
  banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
};

/** The certificate library is a file of its own, which only `istio-remote cacerts` loads. */
const certificatesApart = {
  name: 'certificates-apart',
  setup({ onResolve }) {
    onResolve({ filter: /\/certificate-library$/ }, () => ({
      path: './certificate-library.js',
      external: true,
    }));
  },
};

/** What validation knows of Kubernetes is larger than the rest: a file of its own, loaded where manifests are validated. */
const validatorApart = {
  name: 'validator-apart',
  setup({ onResolve }) {
    onResolve({ filter: /\/validate-files$/ }, () => ({ path: './validator.js', external: true }));
  },
};

await build({
  ...common,
  entryPoints: { cli: 'src/cli/main.ts' },
  outdir: 'lib',
  plugins: [lazyParts, certificatesApart, validatorApart],
});
await build({
  ...common,
  entryPoints: { 'certificate-library': 'src/certificates/certificate-library.ts' },
  outdir: 'lib',
  minifyWhitespace: true,
  minifyIdentifiers: true,
});
// Rendering calls neither of them; what little asks for them by mistake finds the packages beside this one.
await build({
  ...common,
  entryPoints: { quick: 'src/cli/quick.ts' },
  outdir: 'lib',
  external: ['yaml'],
  plugins: [chartsOnly, lazyParts, validatorApart],
  minifyWhitespace: true,
  minifyIdentifiers: true,
});
await build({
  ...common,
  entryPoints: { index: 'src/index.ts' },
  outdir: 'lib',
  external: ['cdk8s', 'constructs', 'zod', 'zod/*'],
  plugins: [lazyParts, validatorApart],
});
await build({
  ...common,
  entryPoints: { validator: 'src/validate/validate-files.ts' },
  outdir: 'lib',
  plugins: [importedCrds],
  minifyWhitespace: true,
  minifyIdentifiers: true,
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
  entryPoints: { 'json-schema': 'src/lines/json-schema.ts' },
  outdir: 'lib/build',
});
const { meshJsonSchema } = await import(new URL('../lib/build/json-schema.js', import.meta.url));
mkdirSync('schema', { recursive: true });
writeFileSync('schema/mesh.schema.json', `${JSON.stringify(await meshJsonSchema(), undefined, 2)}\n`);
rmSync('lib/build', { recursive: true });
if (!buildTemplateEngine('lib/template-engine'))
  console.warn('no Go toolchain: `istio-remote inject --inject-config` will not work in this build');
