import { readFileSync } from 'node:fs';
import { readWords } from './parser';
import { expectsValue, namedIn } from './words';

/**
 * What may stand in the place of a command line's last word, one on each line.
 * @param line the words so far, the program's name first
 */
export async function completionsFor(line: readonly string[], version: string): Promise<string> {
  // bash takes `--cluster=eu` for three words.
  const words = line.slice(1).filter((word) => word !== '=');
  const clusters = clustersIn(configOf(words));
  const named = namedIn(words.slice(0, -1));
  const [last = ''] = words.slice(-1);
  // A shell chooses among what fits; yargs leaves out what is written.
  const complete = { word: last.startsWith('-') ? last : '', clusters };
  const { output } = await readWords(named, { version, complete });
  const found = output === '' ? [] : output.split('\n');
  const isValue = expectsValue(words.at(-2) ?? '');
  const places = Object.values(named.command?.positionals ?? {});
  const fitting = places.flatMap(({ choices, completes }) =>
    completes === 'clusters' ? clusters : (choices ?? []),
  );
  // yargs offers options where a value belongs; the shell offers files when there is nothing else.
  const offered = isValue ? found.filter((word) => !word.startsWith('-')) : [...fitting, ...found];
  return offered.map((word) => `${word}\n`).join('');
}

function configOf(words: readonly string[]): string {
  const place = words.indexOf('--config');
  return (place < 0 ? undefined : words[place + 1]) ?? 'mesh.yaml';
}

/**
 * Names in a mesh file, however wrong it is. A shell waits, so the file is not read as a mesh: the name of something
 * else is no harm here.
 */
function clustersIn(config: string): string[] {
  try {
    const names = readFileSync(config, 'utf8').matchAll(/^[ -]*(?:\w+: *)?\{? *name: *["']?([a-z0-9.-]+)/gm);
    return [...new Set([...names].map(([, name = '']) => name))];
  } catch {
    return [];
  }
}
