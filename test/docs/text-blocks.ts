/** Programs at the start of a line that the reader types unchanged. */
const PROGRAMS = ['kubectl', 'istio-remote', 'npx', 'docker', 'istioctl'];

/**
 * Returns the commands in a block of the language `text`: the lines after `$ `, or the whole block if it begins with
 * a program.
 * @returns undefined for a program's output or a picture
 */
export function commandsIn(block: string): string | undefined {
  const typed = block.split('\n').filter((line) => line.startsWith('$ '));
  if (typed.length > 0) return typed.map((line) => `${line.slice(2)}\n`).join('');
  const [first = ''] = block.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return PROGRAMS.includes(first.split(' ')[0] ?? '') ? block : undefined;
}
