import { run } from './run';
import { processTerminal } from './terminal';

declare const PACKAGE_VERSION: string;

/** A command line of this process. @param argv without the program's own name @returns the exit code */
export function main(argv: readonly string[]): Promise<number> {
  return run(argv, PACKAGE_VERSION, processTerminal());
}
