// Provides `imports:crds` for the sources: all definitions of imports/crds as one list, for the build and for vitest.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';

const NAME = 'imports:crds';
const FOLDER = new URL('../imports/crds/', import.meta.url).pathname;

function definitions() {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .flatMap((file) => loadAll(readFileSync(join(FOLDER, file), 'utf8')));
}

/** A plugin of rolldown and of Vite. */
export const importedCrds = {
  name: NAME,
  resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
  load: (id) => (id === `\0${NAME}` ? `export default ${JSON.stringify(definitions())};` : undefined),
};
