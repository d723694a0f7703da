import { type Segment, sourceOffset } from './finding';

/** The part of a run on one line: `[start, end)` in the source. */
interface Piece {
  readonly start: number;
  readonly end: number;
}

/** A run of base64, base64url and dot characters, with its wrapped lines joined. */
export class Base64Run {
  readonly text: string;
  /** Up to seven characters before the run. */
  readonly before: string;
  /** Source offset where its last line ends. */
  readonly end: number;
  readonly #segments: Segment[] = [];

  /** `pieces` is the run line by line, for tokens that end with the line. */
  constructor(
    source: string,
    readonly pieces: readonly Piece[],
  ) {
    this.text = pieces.map((piece) => source.slice(piece.start, piece.end)).join('');
    let index = 0;
    for (const piece of pieces) {
      this.#segments.push({ index, offset: piece.start });
      index += piece.end - piece.start;
    }
    const first = pieces[0]?.start ?? 0;
    this.before = source.slice(Math.max(0, first - 7), first);
    this.end = pieces.at(-1)?.end ?? 0;
  }

  /** Returns the source offset of the character at `index` of `text`. */
  offsetOf(index: number): number {
    return sourceOffset(this.#segments, index);
  }
}

/** The shortest run to check. Every known token and every JWT header is at least this long. */
const SHORTEST_RUN = 20;

const OTHER = 0;
const PLAIN = 1;
const DIGIT_OR_CAPITAL = 3;

const CLASSES = new Uint8Array(256);
for (const char of 'abcdefghijklmnopqrstuvwxyz+/_-.') CLASSES[char.charCodeAt(0)] = PLAIN;
for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789') CLASSES[char.charCodeAt(0)] = DIGIT_OR_CAPITAL;

/** Digits and capitals distinguish a token from `istio-sidecar-injector-service-account` and `rbac.authorization.k8s.io/v1`. */
const LEAST_DIGITS_AND_CAPITALS = 5;

/**
 * A line end inside wrapped text: real, escaped as `\n`, or a YAML `\` continuation, with comment marks and
 * indentation.
 */
const LINE_WRAP = /[ \t]*(?:\\*\r?\n[ \t#]*|(?:\\+r)?\\+n[ \t#]*)/y;
const MAY_WRAP = ' \t\r\n\\';

/** Returns the runs of at least 20 characters that are no plain names. */
export function base64Runs(text: string): Base64Run[] {
  const runs: Base64Run[] = [];
  // The low byte of each UTF-16 unit. Reading bytes is several times faster than reading characters.
  const bytes = Buffer.from(text, 'latin1');
  let floor = 0;
  for (let start = 0; start + SHORTEST_RUN <= bytes.length; ) {
    // Searches a window of twenty from its end: the next window starts after the last character outside a run.
    let at = start + SHORTEST_RUN;
    while (at > start && CLASSES[bytes[at - 1] ?? 0] !== OTHER) at -= 1;
    if (at > start) {
      start = at;
      continue;
    }
    let end = endOfRun(bytes, start + SHORTEST_RUN);
    if (isWorthDecoding(bytes, start, end)) {
      const run = new Base64Run(text, piecesOf(text, bytes, { start, end }, floor));
      runs.push(run);
      end = run.end;
      floor = end;
    }
    start = end;
  }
  return runs;
}

function startOfRun(bytes: Uint8Array, from: number, floor: number): number {
  let start = from;
  while (start > floor && CLASSES[bytes[start - 1] ?? 0] !== OTHER) start -= 1;
  return start;
}

function endOfRun(bytes: Uint8Array, from: number): number {
  let end = from;
  while (end < bytes.length && CLASSES[bytes[end] ?? 0] !== OTHER) end += 1;
  return end;
}

function isWorthDecoding(bytes: Uint8Array, start: number, end: number): boolean {
  let count = 0;
  for (let at = start; at < end; at += 1) {
    if (CLASSES[bytes[at] ?? 0] === DIGIT_OR_CAPITAL) count += 1;
    if (count === LEAST_DIGITS_AND_CAPITALS) return true;
  }
  // A bootstrap token may have a single digit, but always has a dot here.
  return count > 0 && bytes[start + 6] === 46;
}

/** Joins the pieces of a wrapped run: a shorter piece at the end of the line before, then every following line. */
function piecesOf(text: string, bytes: Uint8Array, core: Piece, floor: number): Piece[] {
  const pieces: Piece[] = [core];
  const tail = endOfLineBefore(text, core.start, floor);
  const tailStart = startOfRun(bytes, tail, floor);
  if (tailStart < tail) pieces.unshift({ start: tailStart, end: tail });
  for (let last = core.end; MAY_WRAP.includes(text.charAt(last) || 'x'); ) {
    LINE_WRAP.lastIndex = last;
    if (!LINE_WRAP.test(text)) break;
    const next = LINE_WRAP.lastIndex;
    last = endOfRun(bytes, next);
    if (last === next || text.charAt(last) === ':') break;
    pieces.push({ start: next, end: last });
  }
  return pieces;
}

/** Returns the end of the previous line's text if only indentation and comment marks precede `start`. */
function endOfLineBefore(text: string, start: number, floor: number): number {
  let at = start;
  while (at > floor && ' \t#'.includes(text.charAt(at - 1))) at -= 1;
  if (at <= floor || text.charAt(at - 1) !== '\n') return floor;
  do at -= 1;
  while (at > floor && ' \t\r\\'.includes(text.charAt(at - 1)));
  return at;
}
