import { visibleLines } from '../visible';
import type { Paint, Terminal } from './command';

/** The destination of a terminal's text, without escaping. */
export interface Sink extends Omit<Terminal, 'out' | 'err' | 'data'> {
  /** Writes to standard output. */
  writeOut(text: string): void;
  /** Writes to standard error. */
  writeErr(text: string): void;
  /** Whether standard output is a terminal. */
  readonly isScreen: boolean;
}

/** Returns a terminal that escapes characters that move the cursor, forge a line or are invisible. */
export function terminalOn(sink: Sink): Terminal {
  return Object.create(sink, {
    out: { value: (text: string, paint: Paint = plain) => sink.writeOut(paint(visibleLines(text))) },
    err: { value: (text: string, paint: Paint = plain) => sink.writeErr(paint(visibleLines(text))) },
    data: { value: (text: string) => sink.writeOut(sink.isScreen ? visibleLines(text) : text) },
  }) as Terminal;
}

const plain: Paint = (shown) => shown;
