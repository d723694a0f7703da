import { writeSync } from 'node:fs';
import { codeOf } from '../problem';
import { run } from './run';
import { type Sink, terminalOn } from './terminal';

declare const PACKAGE_VERSION: string;

/** A command line of this process. @param argv without the program's own name @returns the exit code */
export function main(argv: readonly string[]): Promise<number> {
  return run(argv, PACKAGE_VERSION, terminalOn(processSink()));
}

/** Standard output and error of this process. Writes are complete when they return, also into a pipe. */
function processSink(): Sink {
  return {
    writeOut: (text) => writeAll(1, text),
    writeErr: (text) => writeAll(2, text),
    get isScreen() {
      return process.stdout.isTTY === true;
    },
    // Asked for only by those who need to know: Node loads its network code to answer.
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

function writeAll(descriptor: number, text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      const code = codeOf(error);
      if (code === 'EPIPE') return; // the reader has seen enough
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
