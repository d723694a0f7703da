// Makes lib/ and schema/: bundles for the command line, for `cdk8s synth` and for programs, types, and the JSON Schema.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { importedCrds } from './imported-crds.mjs';
import { notices } from './notices.mjs';
import { build, recorded } from './recorded-build.mjs';
import { checkTemplateEngine, copyTemplateEngine } from './template-engine.mjs';

checkTemplateEngine();
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

/** The Kubernetes client is a file of its own, which only the commands for live clusters load. */
const clientApart = {
  name: 'client-apart',
  setup({ onResolve }) {
    onResolve({ filter: /\/kubernetes-client$/ }, () => ({ path: './kubernetes-client.js', external: true }));
  },
};

/** The certificate library likewise, which only `istio-remote cacerts` loads. */
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

/** What only some meshes ask for, by module: the functions by which the rest gets at it. */
const ON_DEMAND = {
  'src/argocd/files': ['argoCdFiles'],
  'src/argocd/objects-in-text': ['objectsInText'],
  'src/inject/load-workloads': ['loadWorkloads'],
  'src/istio-1.0/files': ['plannedFiles'],
  'src/istio-current/definitions/load': ['loadDefinitions'],
  'src/istio-current/files': ['plannedFiles'],
  'src/mesh/shared-services/load-services': ['loadServices'],
  'src/remote-secret/files': ['remoteSecretFiles'],
  'src/remote-secret/load-sealed': ['loadSealed'],
};
const onDemand = {
  name: 'on-demand',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir, namespace }) => {
      const module = relative('.', resolve(resolveDir, path));
      return module in ON_DEMAND && namespace !== 'on-demand'
        ? { path: module, namespace: 'on-demand' }
        : undefined;
    });
    onLoad({ filter: /.*/, namespace: 'on-demand' }, ({ path }) => ({
      contents: ON_DEMAND[path]
        .map(
          (name) =>
            `exports.${name} = (...given) => require(${JSON.stringify(resolve(path))}).${name}(...given);`,
        )
        .join('\n'),
      resolveDir: '.',
    }));
  },
};

/** Most of the client are classes for each kind of object, which nothing here uses. */
const clientOnlyAsUsed = {
  name: 'client-only-as-used',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^@kubernetes\/client-node$/ }, async ({ path, pluginData, ...args }) =>
      pluginData === 'seen'
        ? undefined
        : { ...(await resolve(path, { ...args, pluginData: 'seen' })), sideEffects: false },
    );
    onResolve({ filter: /^\./ }, async ({ path, pluginData, ...args }) =>
      pluginData === 'seen' || !args.importer.includes('@kubernetes/client-node')
        ? undefined
        : { ...(await resolve(path, { ...args, pluginData: 'seen' })), sideEffects: false },
    );
  },
};

await build({
  ...common,
  entryPoints: { cli: 'src/cli/main.ts' },
  outdir: 'lib',
  plugins: [lazyParts, clientApart, certificatesApart, validatorApart],
});
await build({
  ...common,
  entryPoints: { 'kubernetes-client': 'src/live/kubernetes-client.ts' },
  outdir: 'lib',
  plugins: [clientOnlyAsUsed],
  minifyWhitespace: true,
  minifyIdentifiers: true,
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
  plugins: [chartsOnly, lazyParts, validatorApart, onDemand],
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
  entryPoints: { 'json-schema': 'src/mesh/schema/json-schema.ts' },
  outdir: 'lib/build',
});
const { meshJsonSchema } = await import(new URL('../lib/build/json-schema.js', import.meta.url));
mkdirSync('schema', { recursive: true });
writeFileSync('schema/mesh.schema.json', `${JSON.stringify(meshJsonSchema(), undefined, 2)}\n`);
rmSync('lib/build', { recursive: true });
copyTemplateEngine('lib/template-engine');

const metafile = recorded();
// For whoever asks what is in a bundle, and for the test of the notices; the package does not contain it.
writeFileSync('lib/metafile.json', JSON.stringify(metafile));
writeFileSync('THIRD-PARTY-NOTICES', notices(metafile));
