// Makes lib/, schema/ and THIRD-PARTY-NOTICES: the command line in chunks, what `cdk8s synth` runs, the library, its
// types, the JSON Schema, and the licences of what the bundles contain.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { bundled, contentsOf, exportsOf, INSTALLED } from './bundle.mjs';
import { notices } from './notices.mjs';
import { checkTemplateEngine, copyTemplateEngine } from './template-engine.mjs';

checkTemplateEngine();
rmSync('lib', { recursive: true, force: true });

const chunks = await bundled({ cli: 'src/cli/main.ts' }, 'lib/cli');
const hash = createHash('sha256');
for (const { fileName, code } of chunks) hash.update(`${fileName}\n${code}\n`);
const starters = await bundled({ bin: 'src/bin.ts', main: 'src/main.ts' }, 'lib', {
  define: { BUILD_ID: JSON.stringify(hash.digest('hex').slice(0, 12)) },
});
chmodSync('lib/bin.js', 0o755);
copyTemplateEngine('lib/cli/template-engine');

const library = await bundled({ index: 'src/index.ts' }, 'lib', { external: INSTALLED, split: false });
execFileSync('node_modules/.bin/tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit' });

const { meshJsonSchema } = await exportsOf('src/lines/json-schema.ts');
mkdirSync('schema', { recursive: true });
writeFileSync('schema/mesh.schema.json', `${JSON.stringify(await meshJsonSchema(), undefined, 2)}\n`);

const contents = { ...contentsOf(chunks, 'lib/cli'), ...contentsOf([...starters, ...library], 'lib') };
// For whoever asks what is in a bundle, and for the test of the notices; the package does not contain it.
writeFileSync('lib/contents.json', JSON.stringify(contents));
writeFileSync('THIRD-PARTY-NOTICES', notices(contents));
