/** Programs with which a line of a block begins that is typed as it is. */
const PROGRAMS = ['kubectl', 'istio-remote', 'npx', 'docker', 'istioctl'];

/**
 * The commands in a block of the language `text`: the lines behind `$ `, else the whole block if it begins with a program.
 * @returns undefined for what a program prints, or a picture
 */
export function commandsIn(block: string): string | undefined {
  const typed = block.split('\n').filter((line) => line.startsWith('$ '));
  if (typed.length > 0) return typed.map((line) => `${line.slice(2)}\n`).join('');
  const [first = ''] = block.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return PROGRAMS.includes(first.split(' ')[0] ?? '') ? block : undefined;
}
