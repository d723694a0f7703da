import { printNumber, printString } from './print-scalar';

/**
 * Prints one plain value (objects, arrays, strings, finite numbers, booleans, null) as one YAML document,
 * ending in a newline, without a leading `---`. `undefined` is printed as `null`, as cdk8s does.
 *
 * The bytes are those of cdk8s 2.70 `Yaml.stringify`, that is `yaml` 2.9 with
 * `{ keepUndefined: true, lineWidth: 0, version: '1.1' }`. It differs only where that text is not read back
 * as the same value by all of `yaml` (1.1 and 1.2), `js-yaml` 5 (core and 1.1), PyYAML 6 and go-yaml v2 (the
 * reader inside kubectl). These are quoted instead:
 *
 * - `0o7`: an octal number in YAML 1.2 and go-yaml;
 * - `0X1F`, `0B1`, `0O7`, `1e_3`, `+_1`, `0b-1` and the like: numbers in go-yaml;
 * - `=` and `<<`: the YAML 1.1 value and merge keys (PyYAML fails on both, every 1.1 reader on a key `<<`);
 * - one line with a tab in it: PyYAML stops at a tab in a plain scalar;
 * - DEL, U+0080 to U+009F, U+2028, U+2029, U+FEFF, U+FFFE, U+FFFF: line breaks, byte order mark or not
 *   printable in YAML 1.1; escaped;
 * - a multi-line text that is all blank and starts with a space: the indentation is guessed wrong;
 * - a multi-line text that starts with a tab, after newlines or not: go-yaml fails;
 * - a document of one text with several lines, or with a text that starts with `---` or `...`:
 *   PyYAML and go-yaml fail on an unindented block;
 * - a line of a single space inside a broken double-quoted text: cdk8s escapes it twice.
 *
 * A number with an exponent and no point gets one (`1.0e+21`): YAML 1.1 reads `1e+21` as a string. A value
 * that is referenced twice is printed twice, where cdk8s would print an anchor and an alias.
 *
 * @throws TypeError for anything else (function, symbol, bigint, class instance, NaN); Error for a cycle.
 */
export function printYaml(value: unknown): string {
  return `${printNode(value, '', [])}\n`;
}

/** Prints one value. `indent` is the column of its own lines; `ancestors` are the collections around it. */
function printNode(value: unknown, indent: string, ancestors: object[]): string {
  switch (typeof value) {
    case 'string':
      return printString(value, { indent, key: false });
    case 'number':
      return printNumber(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'undefined':
      return 'null';
    case 'object':
      return value === null ? 'null' : printCollection(value, indent, ancestors);
    default:
      throw new TypeError(`cannot print a ${typeof value} as YAML`);
  }
}

function printCollection(value: object, indent: string, ancestors: object[]): string {
  if (ancestors.includes(value)) throw new Error('cannot print a value that contains itself as YAML');
  ancestors.push(value);
  const text = Array.isArray(value)
    ? printSequence(value, indent, ancestors) || '[]'
    : printMap(plainObject(value), indent, ancestors) || '{}';
  ancestors.pop();
  return text;
}

function printSequence(items: readonly unknown[], indent: string, ancestors: object[]): string {
  const inner = `${indent}  `;
  let text = '';
  for (const item of items) {
    if (text !== '') text += `\n${indent}`;
    text += `- ${printNode(item, inner, ancestors)}`;
  }
  return text;
}

function printMap(map: Readonly<Record<string, unknown>>, indent: string, ancestors: object[]): string {
  const inner = `${indent}  `;
  let text = '';
  for (const name of Object.keys(map)) {
    if (text !== '') text += `\n${indent}`;
    const key = printString(name, { indent: inner, key: true });
    const value = map[name];
    const node = printNode(value, inner, ancestors);
    // A simple key ends within 1024 characters (YAML 1.2 §7.4.2); a longer one needs the explicit form.
    if (key.length > 1024) text += `? ${key}\n${indent}: ${node}`;
    else text += isBlockCollection(value, node) ? `${key}:\n${inner}${node}` : `${key}: ${node}`;
  }
  return text;
}

function isBlockCollection(value: unknown, node: string): boolean {
  return typeof value === 'object' && value !== null && node !== '{}' && node !== '[]';
}

function plainObject(value: object): Readonly<Record<string, unknown>> {
  if (isPlainObject(value)) return value;
  throw new TypeError(`cannot print an instance of ${value.constructor.name} as YAML`);
}

function isPlainObject(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
