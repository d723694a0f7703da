#!/usr/bin/env node
// Loads the command line and sets the exit code.
import { loadChunk } from './compiled-code';

const { main } = loadChunk('cli.js') as typeof import('./cli/main');

main(process.argv.slice(2)).then((exitCode) => {
  // All output is written by now; ending at once saves Node taking its heap apart.
  process.exit(exitCode);
});
