import type { YAMLException } from 'js-yaml';

/** js-yaml's reasons in other words, and what to do. */
const REASONS: readonly (readonly [reason: RegExp, message: string | undefined, fix: string])[] = [
  [/^null byte|^the stream contains non-printable/, 'a control character', 'Is this the right file?'],
  [/^nesting exceeded/, 'maps and lists stand 40 deep in each other', 'Is this the right file?'],
  [/^tab characters/, undefined, 'Indent with spaces'],
  [/quoted scalar$/, 'a quote is never closed', 'Close it; within double quotes write \\" for a quote'],
  [/^deficient indentation/, 'a quote, [ or { is never closed', 'Close it'],
  [/within a flow collection$/, 'a [ or { is never closed', 'Close it'],
  [/^missed comma|found ','/, 'a comma is missing or stands twice', 'Put one comma between two values'],
  [/^bad indentation of a sequence entry/, undefined, 'Align it with the lines that it belongs to'],
  [/^unknown escape|hexadecimal/, undefined, 'Use single quotes, in which a backslash is nothing special'],
  [
    /^end of the stream or a document separator/,
    'expected a key or a list item',
    'Write `key: value`, with quotes around text that begins with a special character',
  ],
];

/** What a syntax error says, and what to do about it. */
export function syntaxMessage(text: string, { reason, mark }: YAMLException): [string, string | undefined] {
  const line = text.split(/\r\n?|\n/)[mark?.line ?? 0] ?? '';
  if (/^bad indentation of a mapping entry/.test(reason))
    return [`not valid YAML: ${reason}`, keyAdvice(line)];
  const [, message = reason, fix] = REASONS.find(([known]) => known.test(reason)) ?? [];
  return [`not valid YAML: ${message}`, fix];
}

function keyAdvice(line: string): string {
  if (/^\s*\t/.test(line)) return 'Indent with spaces';
  if (/: .*: /.test(line)) return 'Put quotes around a value with a colon in it';
  return 'Align it with the lines that it belongs to';
}
