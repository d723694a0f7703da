import { readYaml, type YamlSource } from '../../mesh/yaml-source';
import type { Position, Problem } from '../../problem';

/** One document of a file, parsed; its lines are those of the file. */
export interface YamlDocument {
  /** Counted from 1, empty documents left out. */
  readonly number: number;
  /** Where its first line is. */
  readonly position: Position;
  readonly source: YamlSource;
  /** As it was written, from its `---` on. */
  readonly text: string;
}

/** The documents of a YAML or JSON file that hold something. */
export function documentsOf(text: string, file: string): YamlDocument[] {
  // Blanks may stand for the tabs between JSON's tokens; within its texts a tab is always escaped.
  const readable = file.endsWith('.json') ? text.replaceAll('\t', ' ') : text;
  return pieces(readable.replace(/^\ufeff/, ''))
    .filter(({ text: piece }) => !isEmpty(piece))
    .map(({ text: piece, line }, index) => ({
      number: index + 1,
      position: { line: line + firstContent(piece), column: 1 },
      source: movedDown(readYaml(piece, file, fraction), line - 1),
      text: piece,
    }));
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

/** YAML lets no text have `---` at the start of a line, so that it always begins a document (1.2 §9.1.2). */
function pieces(text: string): { text: string; line: number }[] {
  const found: { text: string; line: number }[] = [];
  let lines: string[] = [];
  let start = 1;
  text.split(/\r\n?|\n/).forEach((line, index) => {
    if (/^---(?:\s|$)/.test(line)) {
      found.push({ text: lines.join('\n'), line: start });
      lines = [];
      start = index + 1;
    }
    // The end of a document that nothing but a new one may follow.
    lines.push(/^\.\.\.(?:\s|$)/.test(line) ? '' : line);
  });
  found.push({ text: lines.join('\n'), line: start });
  return found;
}

function isEmpty(piece: string): boolean {
  return piece.split('\n').every((line) => /^(?:---)?\s*(?:#.*)?$/.test(line));
}

/** Lines before the first that says something. */
function firstContent(piece: string): number {
  return piece.split('\n').findIndex((line) => !/^(?:---)?\s*(?:#.*)?$/.test(line));
}

/** `1.10` as a label is a text, whoever forgot the quotes. */
function fraction(path: readonly (string | number)[], source: string): unknown {
  const parent = path.at(-2);
  return parent === 'labels' || parent === 'annotations' || parent === 'selector' ? source : Number(source);
}
