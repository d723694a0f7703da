import { oneLine } from './short-text';

/**
 * Characters that Markdown, its tables or HTML could read as markup, or that make a link. Between letters and digits
 * an underscore has no meaning.
 */
const MARKUP = /[\\`*{}[\]<>()#|~!&"'$@^=]|(?<![a-z0-9])_|_(?![a-z0-9])|:(?=\/\/)|(?<=\bwww)\./gi;

/** Texts without any of these characters: nearly all names and ranges. */
const PLAIN = /^(?!.*www)[a-z0-9 .,/-]*$/i;

/** Escapes a text so that Markdown shows it unchanged, also in a table. */
export function plain(text: string): string {
  if (PLAIN.test(text)) return text;
  return oneLine(text).replace(MARKUP, (character) => `&#${character.charCodeAt(0)};`);
}

/** Returns a link to a path below the page's folder. */
export function link(text: string, path: string): string {
  return `[${plain(text)}](${path.split('/').map(encodeURIComponent).join('/')})`;
}

/** Returns the lines of one cell. */
export function cell(lines: readonly string[]): string {
  return lines.length === 0 ? '–' : lines.join('<br>');
}

/** Yields a table with a row for each item. The cells are Markdown already. */
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
