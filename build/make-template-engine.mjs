// Compiles the engine for injection templates from elsewhere (`npm run engine`), with exactly the Go release in its
// go.mod. With --check it writes nothing and exits 1 if the committed engine differs from Go's output.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { checkTemplateEngine, SUMS, sourcesOf, sumsOf, TEMPLATE_ENGINE } from './template-engine.mjs';

const BUILT = join(TEMPLATE_ENGINE, 'built');
const COMPRESSED = 'engine.wasm.br';

const release = releaseOf(readFileSync(join(TEMPLATE_ENGINE, 'go.mod'), 'utf8'));
const root = rootOf(release);
const wasm = compile(root);
const made = new Map([
  ['GO-LICENSE', readFileSync(join(root, 'LICENSE'))],
  ['GO-PATENTS', readFileSync(join(root, 'PATENTS'))],
  ['wasm_exec.js', readFileSync(join(root, 'lib/wasm/wasm_exec.js'))],
]);
if (process.argv.includes('--check')) check();
else write();

function check() {
  checkTemplateEngine();
  const differing = [...made].filter(([name, bytes]) => !bytes.equals(readFileSync(join(BUILT, name))));
  if (!wasm.equals(committedWasm())) differing.push([COMPRESSED]);
  if (differing.length === 0) {
    console.log(`${release} makes the committed engine, byte for byte.`);
    return;
  }
  const names = differing.map(([name]) => `built/${name}`).join(', ');
  console.error(
    `${TEMPLATE_ENGINE}: ${release} makes other bytes than committed: ${names}. Run \`npm run engine\` and commit what it writes`,
  );
  process.exitCode = 1;
}

function write() {
  mkdirSync(BUILT, { recursive: true });
  for (const [name, bytes] of made) writeFileSync(join(BUILT, name), bytes);
  // Other releases of Node.js compress differently, so the file is only replaced if its content changes.
  if (!existsSync(join(BUILT, COMPRESSED)) || !wasm.equals(committedWasm()))
    writeFileSync(join(BUILT, COMPRESSED), compressed());
  writeFileSync(join(TEMPLATE_ENGINE, SUMS), sumsOf(TEMPLATE_ENGINE));
}

function committedWasm() {
  return brotliDecompressSync(readFileSync(join(BUILT, COMPRESSED)));
}

function compressed() {
  const { BROTLI_PARAM_LGWIN, BROTLI_PARAM_SIZE_HINT } = constants;
  return brotliCompressSync(wasm, {
    params: { [BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS, [BROTLI_PARAM_SIZE_HINT]: wasm.length },
  });
}

/** @returns for example `go1.26.8` */
function releaseOf(module) {
  const [, version] = /^go (\d+\.\d+\.\d+)$/m.exec(module) ?? [];
  if (version === undefined)
    throw new Error('go.mod: expected a line such as `go 1.26.8`, with the patch release');
  return `go${version}`;
}

/** Returns the toolchain of a release: the installed one if it is that release, else from Go's module proxy. */
function rootOf(wanted) {
  const go = process.env.GO || 'go';
  // Outside every module, because a module's own release would count too.
  const options = { cwd: tmpdir(), encoding: 'utf8', env: { ...process.env, GOTOOLCHAIN: wanted } };
  const advice = `Install Go 1.21 or newer, which fetches ${wanted} by itself, and put it on the PATH or into GO`;
  let answer;
  try {
    answer = execFileSync(go, ['env', 'GOVERSION', 'GOROOT'], options);
  } catch (cause) {
    throw new Error(`${go}: cannot give ${wanted}. ${advice}`, { cause });
  }
  const [version, folder] = answer.trim().split('\n');
  if (version !== wanted) throw new Error(`${go}: expected ${wanted}, got ${version}. ${advice}`);
  return folder;
}

/**
 * Compiles a copy of the sources, so that the bytes depend only on them and on the toolchain, not on a folder or a
 * setting.
 */
function compile(goRoot) {
  const workshop = mkdtempSync(join(tmpdir(), 'template-engine-'));
  try {
    for (const name of sourcesOf(TEMPLATE_ENGINE)) cpSync(join(TEMPLATE_ENGINE, name), join(workshop, name));
    const env = {
      PATH: process.env.PATH,
      HOME: workshop,
      GOCACHE: join(workshop, '.cache'),
      GOENV: 'off',
      GOOS: 'js',
      GOARCH: 'wasm',
      GOFLAGS: '-mod=readonly',
      GOPROXY: 'off',
      GOTOOLCHAIN: 'local',
      GOWORK: 'off',
    };
    const flags = ['-trimpath', '-buildvcs=false', '-ldflags=-s -w -buildid='];
    execFileSync(join(goRoot, 'bin/go'), ['build', ...flags, '-o', 'engine.wasm', '.'], {
      cwd: workshop,
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    return readFileSync(join(workshop, 'engine.wasm'));
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}
