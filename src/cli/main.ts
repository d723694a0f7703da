import { writeSync } from 'node:fs';
import { codeOf, fileError } from '../problem';
import { run } from './run';
import { type Sink, terminalOn } from './terminal';

declare const PACKAGE_VERSION: string;

/** Runs a command line of this process. @param argv without the program's own name @returns the exit code */
export function main(argv: readonly string[]): Promise<number> {
  return run(argv, PACKAGE_VERSION, terminalOn(processSink()));
}

/** Standard output and error of this process. Each write is complete when it returns, even into a pipe. */
function processSink(): Sink {
  return {
    writeOut: (text) => writeAll(1, text, 'standard output'),
    writeErr: (text) => writeAll(2, text, 'standard error'),
    get isScreen() {
      return process.stdout.isTTY === true;
    },
    // A getter, because Node loads its network code to answer.
    get interactive() {
      return process.stderr.isTTY === true;
    },
    get colours() {
      const plain = (process.env.NO_COLOR ?? '') !== '' || process.env.TERM === 'dumb';
      return !plain && process.stdout.isTTY === true;
    },
    get columns() {
      return process.stdout.columns;
    },
    env: process.env,
  };
}

/** @param name of the stream, for messages @throws UserError if a write fails, for example on a full disk */
function writeAll(descriptor: number, text: string, name: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      const code = codeOf(error);
      if (code === 'EPIPE') return; // The reader has seen enough.
      if (code !== 'EAGAIN') throw fileError(name, 'written', error);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
