import type { Path, Position, Problem } from '../../problem';
import { readManifest, readYaml, type YamlSource } from './read-yaml';

/** One document of a file with its separators: the texts of all pieces together are the file. */
interface Piece {
  readonly text: string;
  /** Of its first character, counted from 1. */
  readonly line: number;
  /** Counted from 1; 0 for an empty piece. */
  readonly number: number;
}

/**
 * Splits a stream of YAML documents, keeping no more than one of them. No text of YAML can have `---` or `...` at
 * the start of a line, so they always separate documents (YAML 1.2, 9.1.2).
 */
export function* documentPieces(chunks: Iterable<string>): Generator<Piece> {
  let rest = '';
  /** Up to here `rest` has been looked through; a line begins there. */
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
  /** Takes the documents of whole lines that end before `until`. */
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
    // Comments and directives before the first `---` belong to the document that it begins.
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

/** A document that begins with a bare `---`; none for an empty one. */
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
  /** Counted from 1, empty documents left out. */
  readonly number: number;
  /** Of its first content. */
  readonly position: Position;
  readonly source: YamlSource;
  /** As it was written, from its `---` on. */
  readonly text: string;
}

/** The documents of a YAML or JSON file that are not empty. Labels and the like are texts, even without quotes. */
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

/** The values of the documents of a manifest that are not empty; undefined for one that is no YAML. */
export function manifestsIn(text: string): unknown[] {
  return [...documentPieces([text])].flatMap((piece) =>
    piece.number === 0 ? [] : [readManifest(piece.text).value],
  );
}

/** The same document, some lines further down in its file. */
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

/** `1.10` as a label is a text. */
function fraction(path: Path, source: string): unknown {
  const parent = path.at(-2);
  return parent === 'labels' || parent === 'annotations' || parent === 'selector' ? source : Number(source);
}
