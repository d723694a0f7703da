#!/usr/bin/env node
// Loads the command line together with its compiled code, where an earlier run has left that, and sets the exit code.
import { loadCompiled } from './compiled-code';

type Quick = { quick(argv: readonly string[]): Promise<number> | undefined };
type Full = { main(): Promise<number> };

const argv = process.argv.slice(2);
const code = argv[0] === 'synth' ? (loadCompiled('quick.js') as Quick).quick(argv) : undefined;
(code ?? (loadCompiled('cli.js') as Full).main()).then((exitCode) => {
  // All output is written by now; ending at once saves Node taking its heap apart.
  process.exit(exitCode);
});
