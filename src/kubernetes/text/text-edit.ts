/** A change of a text: `text` replaces everything from `start` to `end`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Applies edits to a text. Edits at the same place keep their order. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = '';
  let at = 0;
  for (const { start, end, text: fresh } of [...edits].sort((left, right) => left.start - right.start)) {
    if (start < at) throw new Error('two edits of a text overlap');
    result += text.slice(at, start) + fresh;
    at = end;
  }
  return result + text.slice(at);
}

/** Returns the column of an offset, from 0. */
export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

/** Returns the start of an offset's line. */
export function lineStart(text: string, offset: number): number {
  for (let at = offset; at > 0; at--) if (text[at - 1] === '\n' || text[at - 1] === '\r') return at;
  return 0;
}

/** Returns the end of an offset's line, before the line break. */
export function lineEnd(text: string, offset: number): number {
  for (let at = offset; at < text.length; at++) if (text[at] === '\n' || text[at] === '\r') return at;
  return text.length;
}

/** Returns the end of the last line of a block value. A block scalar ends after its line break. */
export function lastLineEnd(text: string, end: number): number {
  return /[\r\n]/.test(text.charAt(end - 1)) ? previousLineEnd(text, end) : lineEnd(text, end);
}

/** Returns the offset before the line break that ends the line before `offset`; 0 on the first line. */
export function previousLineEnd(text: string, offset: number): number {
  const start = lineStart(text, offset);
  return text[start - 1] === '\n' && text[start - 2] === '\r' ? start - 2 : Math.max(start - 1, 0);
}

/** Returns the line break that a text uses: the first one in it. */
export function lineBreakOf(text: string): string {
  return /\r\n?|\n/.exec(text)?.[0] ?? '\n';
}
