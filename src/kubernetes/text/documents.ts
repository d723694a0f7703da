import type { Path, Position, Problem } from '../../problem';
import { readManifest, readYaml, type YamlSource } from './read-yaml';

/** One document of a file with its separators. The texts of all pieces together are the file. */
interface Piece {
  readonly text: string;
  /** Line of its first character, from 1. */
  readonly line: number;
  /** Number of the document, from 1; 0 for an empty piece. */
  readonly number: number;
}

/**
 * Splits a stream of YAML documents and keeps only one in memory. In YAML, no text can have `---` or `...` at the
 * start of a line, so they always separate documents (YAML 1.2, 9.1.2).
 */
export function* documentPieces(chunks: Iterable<string>): Generator<Piece> {
  let rest = '';
  /** How much of `rest` has been searched. A line begins there. */
  let seen = 0;
  let line = 1;
  let number = 0;
  const take = (length: number): Piece => {
    const text = rest.slice(0, length);
    const first = line;
    rest = rest.slice(length);
    line += text.match(/\r\n?|\n/g)?.length ?? 0;
    if (isEmpty(text)) return { text, line: first, number: 0 };
    number += 1;
    return { text, line: first, number };
  };
  /** Yields the documents of whole lines that end before `until`. */
  function* takeUntil(until: number): Generator<Piece> {
    let taken = 0;
    for (const cut of cutsIn(rest, seen, until)) {
      yield take(cut - taken);
      taken = cut;
    }
    seen = until - taken;
  }
  for (const chunk of chunks) {
    rest += chunk;
    const whole = chunk.lastIndexOf('\n');
    if (whole >= 0) yield* takeUntil(rest.length - chunk.length + whole + 1);
  }
  yield* takeUntil(rest.length);
  if (rest !== '') yield take(rest.length);
}

function cutsIn(text: string, seen: number, until: number): number[] {
  const marker = /(?<=^|[\r\n])(---|\.\.\.)(?=[ \t\r\n]|$)[^\r\n]*(?:\r\n|\r|\n)?/g;
  marker.lastIndex = seen;
  const cuts: number[] = [];
  for (let match = marker.exec(text); match !== null && match.index < until; match = marker.exec(text)) {
    const cut = cuts.at(-1) ?? 0;
    const at = match[1] === '---' ? match.index : marker.lastIndex;
    // Comments and directives before a `---` belong to the document that it begins.
    if (at > cut && !(match[1] === '---' && isPreamble(text.slice(cut, at)))) cuts.push(at);
  }
  return cuts;
}

function isPreamble(text: string): boolean {
  return /^\ufeff?(?:[ \t]*(?:[#%][^\r\n]*)?(?:\r\n?|\n))*$/.test(text);
}

function isEmpty(text: string): boolean {
  return /^\ufeff?(?:(?:---|\.\.\.)?[ \t]*(?:[#%][^\r\n]*)?(?:\r\n?|\n|$))*$/.test(text);
}

/** Returns a document that begins with a bare `---`; none for an empty text. */
export function asDocument(text: string): string[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n?|\n/);
  const hasContent = lines.some((line) => !/^(?:(?:---|\.\.\.)?[ \t]*(?:#.*)?|%.*)$/.test(line));
  if (!hasContent) return [];
  const kept = lines
    .filter((line) => !/^(?:%|\.\.\.(?:\s|$)|---\s*$)/.test(line))
    .map((line) => line.replace(/^---[ \t]+/, ''));
  const body = kept.join('\n');
  return [`---\n${body}${body.endsWith('\n') ? '' : '\n'}`];
}

/** One parsed document of a file, with the line numbers of the file. */
export interface YamlDocument {
  /** Number of the document, from 1; empty documents do not count. */
  readonly number: number;
  /** Position of its first content. */
  readonly position: Position;
  readonly source: YamlSource;
  /** The text as written, from its `---` on. */
  readonly text: string;
}

/**
 * Returns the non-empty documents of a YAML or JSON file. Label values and similar fields are texts, even without
 * quotes.
 */
export function documentsOf(text: string, file: string): YamlDocument[] {
  return [...documentPieces([text])].flatMap(({ text: piece, line, number }) => {
    if (number === 0) return [];
    const lead = /^\ufeff?(?:(?:---)?[ \t]*(?:[#%].*)?(?:\r\n?|\n))*/.exec(piece)?.[0] ?? '';
    const first = line + (lead.match(/\r\n?|\n/g)?.length ?? 0);
    const source = movedDown(readYaml(piece, file, fraction), line - 1);
    const start = Math.max(piece.search(/^---(?=\s|$)/m), 0);
    return [{ number, position: { line: first, column: 1 }, source, text: piece.slice(start) }];
  });
}

/** Returns the values of the non-empty documents of a manifest. An invalid document is undefined. */
export function manifestsIn(text: string): unknown[] {
  return [...documentPieces([text])].flatMap((piece) =>
    piece.number === 0 ? [] : [readManifest(piece.text).value],
  );
}

/** Returns the document moved down by some lines of its file. */
function movedDown(source: YamlSource, lines: number): YamlSource {
  const move = (problem: Problem): Problem => {
    const { position } = problem;
    return position === undefined
      ? problem
      : { ...problem, position: { ...position, line: position.line + lines } };
  };
  return {
    ...source,
    problems: source.problems.map(move),
    locate: (problems) => source.locate(problems).map(move),
  };
}

/** A label value `1.10` is a text. */
function fraction(path: Path, source: string): unknown {
  const parent = path.at(-2);
  return parent === 'labels' || parent === 'annotations' || parent === 'selector' ? source : Number(source);
}
