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
  | {
      readonly key: string;
      readonly value: CommentedValue /** Comment after the value. */;
      readonly note?: string;
    }
  | { readonly comment: string };

/** Prints a document of one map with its comments. */
export function printCommented(lines: readonly YamlLine[]): string {
  return lines.length === 0 ? '\n' : `${print({ map: lines }, '')}\n`;
}

/** Returns the node of a plain value. */
export function plainNode(value: unknown): CommentedValue {
  if (Array.isArray(value)) return { list: value.map(plainNode) };
  if (typeof value === 'object' && value !== null) {
    return { map: Object.entries(value).map(([key, item]) => ({ key, value: plainNode(item) })) };
  }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return null;
}

/** Prints a value. The first row continues the current one; further rows begin with `indent`. */
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

/** Prints a scalar on one row, since a comment may follow. */
function scalar(value: string | number | boolean | null, key = false): string {
  if (typeof value === 'number') return printNumber(value);
  if (typeof value !== 'string') return String(value);
  const printed = printString(value, { indent: '  ', key });
  return printed.includes('\n') ? oneLine(JSON.stringify(value)) : printed;
}

function comment(text: string): string {
  return text === '' ? '#' : `# ${oneLine(text)}`;
}

/** Escapes characters that would end the line or be invisible. */
function oneLine(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\ufeff\ufffe\uffff]/gu,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
