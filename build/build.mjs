// Makes lib/, schema/ and THIRD-PARTY-NOTICES: the command line in chunks, what `cdk8s synth` runs, the library, its types,
// the JSON Schema, and the licences of what the package contains from others.
import { createHash } from 'node:crypto';
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { bundled, contentsOf, exportsOf, INSTALLED } from './bundle.mjs';
import { writeDeclarations } from './declarations.mjs';
import { notices } from './notices.mjs';
import { checkTemplateEngine, copyTemplateEngine } from './template-engine.mjs';

checkTemplateEngine();
rmSync('lib', { recursive: true, force: true });

const commandLine = await bundled({ cli: 'src/cli/main.ts' }, 'lib/cli');
const hash = createHash('sha256');
for (const { fileName, code } of commandLine) hash.update(`${fileName}\n${code}\n`);
const starters = await bundled({ bin: 'src/bin.ts', main: 'src/main.ts' }, 'lib', {
  define: { BUILD_ID: JSON.stringify(hash.digest('hex').slice(0, 12)) },
});
chmodSync('lib/bin.js', 0o755);

const library = await bundled({ index: 'src/index.ts' }, 'lib', { external: INSTALLED, split: false });
// First: the declarations are checked with the types that are made here.
const { generatedFiles } = await exportsOf('build/generated-files.ts');
for (const [file, text] of Object.entries(await generatedFiles())) writeFileSync(file, text);
writeDeclarations('lib/types');

copyTemplateEngine('lib/cli/template-engine');

const contents = contentsOf({ 'lib/cli': commandLine, lib: [...starters, ...library] });
// For whoever asks what a file in lib/ contains, and for the test of the notices. The package does not have it.
writeFileSync('lib/contents.json', `${JSON.stringify(contents, undefined, 1)}\n`);
writeFileSync('THIRD-PARTY-NOTICES', notices(contents));
