import { visibleLine } from '../../visible';

/**
 * A code span that shows a text as it is, whatever is in it: nothing within a code span is Markdown, HTML, a mention
 * or a reference. Characters that would end a line or hide something are written out.
 */
export function code(text: string): string {
  const line = visibleLine(text);
  if (line === '') return '`""`';
  const fence = '`'.repeat(longestRun(line, '`') + 1);
  const padded = /^`|`$|^ .* $/.test(line) ? ` ${line} ` : line;
  return `${fence}${padded}${fence}`;
}

/** `Deployment istio-system/istio-citadel`; kinds are words, names may be anything. */
export function objectTitle({
  kind,
  namespace,
  name,
}: {
  kind: string;
  namespace?: string;
  name: string;
}): string {
  const title = /^[A-Za-z0-9]+$/.test(kind) ? kind : code(kind);
  return `${title} ${code(namespace === undefined ? name : `${namespace}/${name}`)}`;
}

/** A fenced block with a language, of lines that may hold anything. */
export function codeBlock(language: string, lines: readonly string[]): string[] {
  const shown = lines.map(visibleLine);
  const fence = '`'.repeat(Math.max(3, ...shown.map((line) => longestRun(line, '`') + 1)));
  return [`${fence}${language}`, ...shown, fence];
}

/** Text of HTML elements such as `<summary>`, in which Markdown is not read. */
export function html(text: string): string {
  return visibleLine(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function longestRun(text: string, character: string): number {
  let longest = 0;
  for (const [run] of text.matchAll(new RegExp(`${character}+`, 'g')))
    longest = Math.max(longest, run.length);
  return longest;
}
