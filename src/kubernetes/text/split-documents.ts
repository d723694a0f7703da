/** One document of a file with its separators: the texts of all pieces make the file. */
export interface Piece {
  readonly text: string;
  /** Of its first character, counted from 1. */
  readonly line: number;
  /** Counted from 1; 0 for a piece that says nothing. */
  readonly number: number;
}

/**
 * Splits a stream of YAML documents, keeping no more than one of them. No text of YAML can have `---` or `...` at
 * the start of a line, so those always part documents (YAML 1.2, 9.1.2).
 */
export function* documentPieces(chunks: Iterable<string>): Generator<Piece> {
  const splitter = new Splitter();
  for (const chunk of chunks) yield* splitter.push(chunk);
  yield* splitter.end();
}

class Splitter {
  private rest = '';
  /** Up to here `rest` has been looked through; a line begins there. */
  private seen = 0;
  private line = 1;
  private number = 0;

  *push(chunk: string): Generator<Piece> {
    this.rest += chunk;
    const whole = chunk.lastIndexOf('\n');
    if (whole >= 0) yield* this.split(this.rest.length - chunk.length + whole + 1);
  }

  *end(): Generator<Piece> {
    yield* this.split(this.rest.length);
    if (this.rest !== '') yield this.piece(this.rest.length);
  }

  /** Looks through whole lines, up to `until`. */
  private *split(until: number): Generator<Piece> {
    const marker = /(?<=^|[\r\n])(---|\.\.\.)(?=[ \t\r\n]|$)[^\r\n]*(?:\r\n|\r|\n)?/g;
    marker.lastIndex = this.seen;
    let cut = 0;
    const cuts: number[] = [];
    for (
      let match = marker.exec(this.rest);
      match !== null && match.index < until;
      match = marker.exec(this.rest)
    ) {
      const at = match[1] === '---' ? match.index : marker.lastIndex;
      // Comments and directives before the first `---` belong to the document that it begins.
      if (at > cut && !(match[1] === '---' && isPreamble(this.rest.slice(cut, at)))) {
        cuts.push(at);
        cut = at;
      }
    }
    let taken = 0;
    for (const at of cuts) {
      yield this.piece(at - taken);
      taken = at;
    }
    this.seen = until - taken;
  }

  private piece(length: number): Piece {
    const text = this.rest.slice(0, length);
    this.rest = this.rest.slice(length);
    const { line } = this;
    this.line += text.match(/\r\n?|\n/g)?.length ?? 0;
    const says = !isEmpty(text);
    if (says) this.number += 1;
    return { text, line, number: says ? this.number : 0 };
  }
}

function isPreamble(text: string): boolean {
  return /^\ufeff?(?:[ \t]*(?:[#%][^\r\n]*)?(?:\r\n?|\n))*$/.test(text);
}

function isEmpty(text: string): boolean {
  return /^\ufeff?(?:(?:---|\.\.\.)?[ \t]*(?:[#%][^\r\n]*)?(?:\r\n?|\n|$))*$/.test(text);
}

/** A document that begins with a bare `---`, as those beside it; none for one that says nothing. */
export function asDocument(text: string): string[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n?|\n/);
  const says = lines.some((line) => !/^(?:(?:---|\.\.\.)?[ \t]*(?:#.*)?|%.*)$/.test(line));
  if (!says) return [];
  const kept = lines
    .filter((line) => !/^(?:%|\.\.\.(?:\s|$)|---\s*$)/.test(line))
    .map((line) => line.replace(/^---[ \t]+/, ''));
  const body = kept.join('\n');
  return [`---\n${body}${body.endsWith('\n') ? '' : '\n'}`];
}
