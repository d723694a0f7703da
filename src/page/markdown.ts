import { oneLine } from './short-text';

/**
 * Everything that Markdown, its tables or HTML could take for markup, and what turns a text into a link. Between letters
 * and digits an underscore means nothing.
 */
const MARKUP = /[\\`*{}[\]<>()#|~!&"'$@^=]|(?<![a-z0-9])_|_(?![a-z0-9])|:(?=\/\/)|(?<=\bwww)\./gi;

/** Texts without any of it: of thousands of names and ranges, all. */
const PLAIN = /^(?!.*www)[a-z0-9 .,/-]*$/i;

/** A text that Markdown shows unchanged, in a table as well. */
export function plain(text: string): string {
  if (PLAIN.test(text)) return text;
  return oneLine(text).replace(MARKUP, (character) => `&#${character.charCodeAt(0)};`);
}

/** A link to a path below the page's folder. */
export function link(text: string, path: string): string {
  return `[${plain(text)}](${path.split('/').map(encodeURIComponent).join('/')})`;
}

/** Lines of one cell. */
export function cell(lines: readonly string[]): string {
  return lines.length === 0 ? '–' : lines.join('<br>');
}

/** A table with a row for each item; the cells are Markdown already. */
export function* table<T>(
  head: readonly string[],
  items: Iterable<T>,
  cellsOf: (item: T) => readonly string[],
): Generator<string> {
  yield row(head);
  yield row(head.map(() => '---'));
  for (const item of items) yield row(cellsOf(item));
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}
