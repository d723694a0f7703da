import type { Command } from './command';
import { quickParse } from './quick-parse';
import { guarded } from './run';
import { synthCommand } from './synth';
import { processTerminal } from './terminal';

declare const PACKAGE_VERSION: string;

/**
 * A plain `istio-remote synth` on its own, so that nothing else is loaded for it: start-up is most of the time that
 * one cluster takes.
 * @returns undefined when the command line is for the full parser
 */
export function quick(argv: readonly string[]): Promise<number> | undefined {
  const command = synthCommand as unknown as Command;
  const values = quickParse(command, argv.slice(1));
  if (values === undefined) return undefined;
  const terminal = processTerminal();
  return guarded(PACKAGE_VERSION, terminal, () => command.run(values as never, terminal));
}
