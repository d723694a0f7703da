import { printNumber, printString } from './print-scalar';

/** A value to print. */
export type CommentedValue =
  | string
  | number
  | boolean
  | null
  | { readonly list: readonly CommentedValue[] }
  | { readonly map: readonly YamlLine[] };

/** A key of a map, or a comment between keys. */
export type YamlLine =
  | { readonly key: string; readonly value: CommentedValue /** Comment behind it. */; readonly note?: string }
  | { readonly comment: string };

/** Prints a document of one map with its comments. */
export function printCommented(lines: readonly YamlLine[]): string {
  return lines.length === 0 ? '\n' : `${print({ map: lines }, '')}\n`;
}

/** Makes a node of plain data. */
export function plainNode(value: unknown): CommentedValue {
  if (Array.isArray(value)) return { list: value.map(plainNode) };
  if (typeof value === 'object' && value !== null) {
    return { map: Object.entries(value).map(([key, item]) => ({ key, value: plainNode(item) })) };
  }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return null;
}

/** Starts in the current row; further rows begin with `indent`. */
function print(value: CommentedValue, indent: string): string {
  if (typeof value !== 'object' || value === null) return scalar(value);
  const rows =
    'list' in value
      ? value.list.map((item) => `- ${print(item, `${indent}  `)}`)
      : value.map.map((row) => ('comment' in row ? comment(row.comment) : printField(row, indent)));
  return rows.join(`\n${indent}`) || ('list' in value ? '[]' : '{}');
}

function printField({ key, value, note }: Exclude<YamlLine, { comment: string }>, indent: string): string {
  const tail = note === undefined ? '' : ` ${comment(note)}`;
  const text = print(value, `${indent}  `);
  const isBlock = typeof value === 'object' && value !== null && !/^(?:\[\]|\{\})$/.test(text);
  return `${scalar(key, true)}:${isBlock ? `${tail}\n${indent}  ${text}` : ` ${text}${tail}`}`;
}

/** Always one row, since a comment may follow. */
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
