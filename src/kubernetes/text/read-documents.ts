import type { Path, Position, Problem } from '../../problem';
import { readManifest, readYaml, type YamlSource } from './read-yaml';
import { documentPieces } from './split-documents';

/** One document of a file, parsed; its lines are those of the file. */
export interface YamlDocument {
  /** Counted from 1, empty documents left out. */
  readonly number: number;
  /** Where it begins to say something. */
  readonly position: Position;
  readonly source: YamlSource;
  /** As it was written, from its `---` on. */
  readonly text: string;
}

/** The documents of a YAML or JSON file that say something. Their labels and the like are texts, even without quotes. */
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

/** The values of the documents of a manifest that say something; undefined for one that is no YAML. */
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
