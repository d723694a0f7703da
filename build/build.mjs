// Makes lib/ and schema/: the command line in chunks, what `cdk8s synth` runs, the library, its types, and the JSON Schema.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { rolldown } from 'rolldown';
import { importedCrds } from './imported-crds.mjs';
import { buildTemplateEngine } from './template-engine.mjs';

const { version, peerDependencies, dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
rmSync('lib', { recursive: true, force: true });

/** Bundles entry points as CommonJS, with a chunk for what is behind each `import()`. @returns what was written */
async function bundled(input, dir, { external = [], define = {} } = {}) {
  const bundle = await rolldown({
    input,
    external,
    platform: 'node',
    transform: { target: 'node20', define: { PACKAGE_VERSION: JSON.stringify(version), ...define } },
    plugins: [importedCrds],
    // As require() finds packages.
    resolve: { conditionNames: ['node', 'require', 'default'] },
    // yargs asks `import.meta` for the place of configuration that nobody here has.
    checks: { emptyImportMeta: false },
  });
  const { output } = await bundle.write({ dir, format: 'cjs', chunkFileNames: '[name].js', comments: false });
  await bundle.close();
  return output;
}

/** A package and what is below it. */
const packages = (names) => names.map((name) => new RegExp(`^${name}(?:/|$)`));

// zod is installed beside this package: it is loaded only when something is wrong.
const chunks = await bundled({ cli: 'src/cli/main.ts' }, 'lib/cli', {
  external: packages(Object.keys(dependencies)),
});
const hash = createHash('sha256');
for (const { fileName, code } of chunks) hash.update(`${fileName}\n${code}\n`);
await bundled({ bin: 'src/bin.ts', main: 'src/main.ts' }, 'lib', {
  define: { BUILD_ID: JSON.stringify(hash.digest('hex').slice(0, 12)) },
});
chmodSync('lib/bin.js', 0o755);
await bundled({ index: 'src/index.ts' }, 'lib', {
  external: packages(Object.keys({ ...dependencies, ...peerDependencies })),
});
execFileSync('node_modules/.bin/tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit' });

await bundled({ 'json-schema': 'src/lines/json-schema.ts' }, 'lib/build', {
  external: packages(Object.keys(dependencies)),
});
const { meshJsonSchema } = await import(new URL('../lib/build/json-schema.js', import.meta.url));
mkdirSync('schema', { recursive: true });
writeFileSync('schema/mesh.schema.json', `${JSON.stringify(await meshJsonSchema(), undefined, 2)}\n`);
rmSync('lib/build', { recursive: true });
if (!buildTemplateEngine('lib/template-engine'))
  console.warn('no Go toolchain: `istio-remote inject --inject-config` will not work in this build');
