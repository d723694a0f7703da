import { visibleLine } from '../../visible';

/**
 * Formats a code span that shows any text unchanged: Markdown, HTML, mentions and references have no meaning in it.
 * Escapes characters that would end a line or are invisible.
 */
export function code(text: string): string {
  const line = visibleLine(text);
  if (line === '') return '`""`';
  const fence = '`'.repeat(longestRun(line, '`') + 1);
  const padded = /^`|`$|^ .* $/.test(line) ? ` ${line} ` : line;
  return `${fence}${padded}${fence}`;
}

/** Formats `Deployment istio-system/istio-citadel`. Kinds are words; names may contain anything. */
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

/** Formats a fenced block of lines that may contain anything. */
export function codeBlock(language: string, lines: readonly string[]): string[] {
  const shown = lines.map(visibleLine);
  const fence = '`'.repeat(Math.max(3, ...shown.map((line) => longestRun(line, '`') + 1)));
  return [`${fence}${language}`, ...shown, fence];
}

/** Escapes text for HTML elements such as `<summary>`, where Markdown does not apply. */
export function html(text: string): string {
  return visibleLine(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function longestRun(text: string, character: string): number {
  let longest = 0;
  for (const [run] of text.matchAll(new RegExp(`${character}+`, 'g')))
    longest = Math.max(longest, run.length);
  return longest;
}
