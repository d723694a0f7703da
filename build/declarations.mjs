// Writes the declarations of the package: the exports of src/index.ts and everything that they refer to.
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, realpathSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const TSC = 'node_modules/.bin/tsc';

/**
 * Writes the declarations into a folder. The compiler writes one for each module of the project. Declarations that
 * the index does not reach are removed, because the package must not expose its internals.
 * @returns every file that the index reaches, including those of other packages
 */
export function writeDeclarations(folder) {
  execFileSync(TSC, ['-p', 'tsconfig.build.json', '--outDir', folder], { stdio: 'inherit' });
  const reached = filesReached(join(realpathSync(folder), 'src/index.d.ts'));
  const everything = readdirSync(realpathSync(folder), { recursive: true, withFileTypes: true });
  const folders = everything.filter((entry) => entry.isDirectory());
  for (const entry of everything) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isDirectory() && !reached.includes(path)) rmSync(path);
  }
  for (const { parentPath, name } of folders.reverse()) {
    const path = join(parentPath, name);
    if (readdirSync(path).length === 0) rmdirSync(path);
  }
  return reached;
}

/**
 * Returns every file that the compiler reads for a declaration, except for its own library: by imports, references
 * and global names. Checks each of them without the types of Node, as in a project that has none.
 * @throws Error with the compiler's messages if a declaration is wrong
 */
export function filesReached(declaration) {
  const options = ['--ignoreConfig', '--noEmit', '--listFiles', '--skipLibCheck', 'false', '--types', ''];
  const project = ['--strict', '--module', 'commonjs', '--target', 'es2017', '--lib', 'es2016'];
  const { status, stdout } = spawnSync(TSC, [...options, ...project, declaration], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${declaration} does not compile:\n${stdout}`);
  return stdout.split('\n').filter((file) => file !== '' && !/\/lib\/lib\.[\w.]+\.d\.ts$/.test(file));
}
