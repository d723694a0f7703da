import { run } from './run';
import { processTerminal } from './terminal';

declare const PACKAGE_VERSION: string;

/** The command line of this process. @returns the exit code */
export function main(): Promise<number> {
  return run(process.argv.slice(2), PACKAGE_VERSION, processTerminal());
}
