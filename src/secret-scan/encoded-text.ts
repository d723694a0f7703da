import type { Allowance } from './clue';

/** Text that was hidden in a run, and where in the run it starts. */
export interface HiddenText {
  readonly index: number;
  readonly encoding: 'base64' | 'gzip';
  readonly text: string;
}

/** ASCII bytes have a clear top bit, so the first character of each group of four is one of A–Z, a–f. */
const ASCII_GROUPS = 5;
const GZIP = 'H4sI';
const LARGEST_GUNZIP = 4 << 20;

/** What the run decodes to, at each of the four alignments where enough of it would be ASCII, and as gzip. */
export function hiddenTexts(run: string, allowance: Allowance): HiddenText[] {
  const hidden: HiddenText[] = [];
  for (let from = 0; from < run.length; ) {
    const dot = run.indexOf('.', from);
    const end = dot === -1 ? run.length : dot;
    if (end - from >= ASCII_GROUPS * 4) {
      decodeAscii(run, from, end, allowance, hidden);
      gunzip(run.slice(from, end), from, allowance, hidden);
    }
    from = end + 1;
  }
  return hidden;
}

function decodeAscii(
  run: string,
  from: number,
  end: number,
  allowance: Allowance,
  hidden: HiddenText[],
): void {
  for (let shift = 0; shift < 4; shift += 1) {
    const start = asciiStart(run, from + shift, end);
    if (start === -1 || allowance.decodedChars < end - start) continue;
    allowance.decodedChars -= end - start;
    // Node decodes both alphabets, and UTF-8 text keeps its ASCII in latin1.
    const text = Buffer.from(run.slice(start, end), 'base64').toString('latin1');
    hidden.push({ index: start, encoding: 'base64', text });
  }
}

/** The first group of a stretch of five that would all be ASCII, or -1. */
function asciiStart(run: string, from: number, end: number): number {
  let groups = 0;
  for (let at = from; at + 4 <= end; at += 4) {
    const code = run.charCodeAt(at);
    const ascii = (code >= 65 && code <= 90) || (code >= 97 && code <= 102);
    groups = ascii ? groups + 1 : 0;
    if (groups === ASCII_GROUPS) return at - (ASCII_GROUPS - 1) * 4;
  }
  return -1;
}

function gunzip(part: string, offset: number, allowance: Allowance, hidden: HiddenText[]): void {
  const index = part.indexOf(GZIP);
  if (index === -1 || allowance.gunzips === 0 || allowance.decodedChars <= 0) return;
  allowance.gunzips -= 1;
  try {
    const zipped = Buffer.from(part.slice(index), 'base64');
    const text = process
      .getBuiltinModule('node:zlib')
      .gunzipSync(zipped, { maxOutputLength: LARGEST_GUNZIP })
      .toString('latin1');
    allowance.decodedChars -= text.length;
    hidden.push({ index: offset + index, encoding: 'gzip', text });
  } catch {
    // Not gzip after all, cut short, or larger than any manifest.
  }
}
