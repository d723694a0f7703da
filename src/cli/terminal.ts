import { visibleLines } from '../visible';
import type { Paint, Terminal } from './command';

/** Where the text of a terminal ends up, as it is. */
export interface Sink extends Omit<Terminal, 'out' | 'err' | 'data'> {
  /** Writes to standard output. */
  writeOut(text: string): void;
  /** Writes to standard error. */
  writeErr(text: string): void;
  /** Whether standard output is a terminal. */
  readonly isScreen: boolean;
}

/** A terminal that shows characters which move the cursor, forge a line or are not seen in escaped form. */
export function terminalOn(sink: Sink): Terminal {
  return Object.create(sink, {
    out: { value: (text: string, paint: Paint = plain) => sink.writeOut(paint(visibleLines(text))) },
    err: { value: (text: string, paint: Paint = plain) => sink.writeErr(paint(visibleLines(text))) },
    data: { value: (text: string) => sink.writeOut(sink.isScreen ? visibleLines(text) : text) },
  }) as Terminal;
}

const plain: Paint = (shown) => shown;
