// Builds lib/, schema/ and THIRD-PARTY-NOTICES: the command line in chunks, the program for `cdk8s synth`, the
// library, its types, the JSON Schema, and the licences of works by others in the package.
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
// First, because the declarations are checked with these types.
const { generatedFiles } = await exportsOf('build/generated-files.ts');
for (const [file, text] of Object.entries(await generatedFiles())) writeFileSync(file, text);
writeDeclarations('lib/types');

copyTemplateEngine('lib/cli/template-engine');

const contents = contentsOf({ 'lib/cli': commandLine, lib: [...starters, ...library] });
// Lists the content of the files in lib/, for users and for the test of the notices. The package does not include it.
writeFileSync('lib/contents.json', `${JSON.stringify(contents, undefined, 1)}\n`);
writeFileSync('THIRD-PARTY-NOTICES', notices(contents));
