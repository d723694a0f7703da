import { readFileSync } from 'node:fs';
import { expectsValue, readCommandLine } from './parser';

/** What the scripts of `istio-remote completion` call; yargs fixes it. */
export const COMPLETION_REQUEST = '--get-yargs-completions';

/**
 * What may stand in the place of a command line's last word, one on each line.
 * @param line the words so far, the program's name first
 */
export async function completionsFor(line: readonly string[], version: string): Promise<string> {
  // bash takes `--cluster=eu` for three words.
  const words = line.filter((word) => word !== '=');
  const clusters = clustersIn(configOf(words));
  const { output } = await readCommandLine([COMPLETION_REQUEST, ...words], { version, clusters });
  const found = output === '' ? [] : output.split('\n');
  // yargs offers options where a value belongs; the shell offers files when there is nothing else.
  const isValue = expectsValue(words.at(-2) ?? '');
  return found
    .filter((word) => !isValue || !word.startsWith('-'))
    .map((word) => `${word}\n`)
    .join('');
}

function configOf(words: readonly string[]): string {
  const place = words.indexOf('--config');
  return (place < 0 ? undefined : words[place + 1]) ?? 'mesh.yaml';
}

/**
 * Names of clusters in a mesh file, however wrong it is: a shell waits, so it is not read as YAML. Names of other
 * things are no harm here.
 */
function clustersIn(config: string): string[] {
  try {
    const names = readFileSync(config, 'utf8').matchAll(/^ *(?:- )?(?:\{ *)?name: *["']?([a-z0-9.-]+)/gm);
    return [...new Set([...names].map(([, name = '']) => name))];
  } catch {
    return [];
  }
}
