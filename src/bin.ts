#!/usr/bin/env node
// Loads the command line and sets the exit code.
import { loadChunk } from './compiled-code';

const { main } = loadChunk('cli.js') as typeof import('./cli/main');

main(process.argv.slice(2)).then((exitCode) => {
  // All output is written by now. Exiting at once saves the time that Node needs to free its heap.
  process.exit(exitCode);
});
