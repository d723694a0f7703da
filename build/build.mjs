// Makes lib/ and schema/: the command line in chunks, what `cdk8s synth` runs, the library, its types, and the JSON Schema.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { bundled, exportsOf, INSTALLED } from './bundle.mjs';
import { buildTemplateEngine } from './template-engine.mjs';

rmSync('lib', { recursive: true, force: true });

const chunks = await bundled({ cli: 'src/cli/main.ts' }, 'lib/cli');
const hash = createHash('sha256');
for (const { fileName, code } of chunks) hash.update(`${fileName}\n${code}\n`);
await bundled({ bin: 'src/bin.ts', main: 'src/main.ts' }, 'lib', {
  define: { BUILD_ID: JSON.stringify(hash.digest('hex').slice(0, 12)) },
});
chmodSync('lib/bin.js', 0o755);

await bundled({ index: 'src/index.ts' }, 'lib', { external: INSTALLED, split: false });
execFileSync('node_modules/.bin/tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit' });

const { meshJsonSchema } = await exportsOf('src/lines/json-schema.ts');
mkdirSync('schema', { recursive: true });
writeFileSync('schema/mesh.schema.json', `${JSON.stringify(await meshJsonSchema(), undefined, 2)}\n`);
if (!buildTemplateEngine('lib/cli/template-engine'))
  console.warn('no Go toolchain: `istio-remote inject --inject-config` will not work in this build');
