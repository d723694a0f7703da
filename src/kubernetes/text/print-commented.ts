import { printNumber, printString } from './print-scalar';

/** A value to print. */
export type YamlNode =
  | string
  | number
  | boolean
  | null
  | { readonly list: readonly YamlNode[] }
  | { readonly map: readonly YamlLine[] };

/** A key of a map, or a comment between keys. */
export type YamlLine =
  | { readonly key: string; readonly value: YamlNode /** Comment behind it. */; readonly note?: string }
  | { readonly comment: string };

/** Prints a document of one map with its comments. */
export function printCommented(lines: readonly YamlLine[]): string {
  return `${printMap(lines, '')}\n`;
}

/** Makes a node of plain data. */
export function plainNode(value: unknown): YamlNode {
  if (Array.isArray(value)) return { list: value.map(plainNode) };
  if (typeof value === 'object' && value !== null) {
    return { map: Object.entries(value).map(([key, item]) => ({ key, value: plainNode(item) })) };
  }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return null;
}

function printMap(lines: readonly YamlLine[], indent: string): string {
  return lines
    .map((line) => indent + ('comment' in line ? comment(line.comment) : printField(line, indent)))
    .join('\n');
}

function printField(line: Exclude<YamlLine, { comment: string }>, indent: string): string {
  const { key, value, note } = line;
  const head = `${scalar(key, true)}:`;
  const tail = note === undefined ? '' : ` ${comment(note)}`;
  if (isEmpty(value)) return `${head} ${'list' in value ? '[]' : '{}'}${tail}`;
  if (typeof value !== 'object' || value === null) return `${head} ${scalar(value)}${tail}`;
  return `${head}${tail}\n${printCollection(value, `${indent}  `)}`;
}

function printCollection(value: Exclude<YamlNode, string | number | boolean | null>, indent: string): string {
  if ('map' in value) return printMap(value.map, indent);
  return value.list.map((item) => `${indent}- ${printItem(item, `${indent}  `)}`).join('\n');
}

function printItem(item: YamlNode, indent: string): string {
  if (isEmpty(item)) return 'list' in item ? '[]' : '{}';
  if (typeof item !== 'object' || item === null) return scalar(item);
  return printCollection(item, indent).slice(indent.length);
}

function isEmpty(value: YamlNode): value is Exclude<YamlNode, string | number | boolean | null> {
  if (typeof value !== 'object' || value === null) return false;
  return ('list' in value ? value.list : value.map).length === 0;
}

/** One line, whatever is in it: a comment may follow. */
function scalar(value: string | number | boolean | null, key = false): string {
  if (typeof value === 'number') return printNumber(value);
  if (typeof value !== 'string') return String(value);
  const printed = printString(value, { indent: '  ', key });
  return printed.includes('\n') ? oneLine(JSON.stringify(value)) : printed;
}

function comment(text: string): string {
  return text === '' ? '#' : `# ${oneLine(text)}`;
}

/** Escapes what would end the line, or hide in it. */
function oneLine(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\ufeff\ufffe\uffff]/gu,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
