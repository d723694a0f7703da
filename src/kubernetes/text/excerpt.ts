import type { Path } from '../../problem';

/** Characters from which on the tree of a whole text takes more time and memory than everything else in a run. */
const LARGE = 100_000;

/**
 * The lines of a large text to which some paths lead, with empty lines for all others: lines and columns stay. What is
 * left out are keys at the left edge, and items of lists right below them, as far as they are in block style.
 * @param large characters of a large text
 */
export function excerptFor(text: string, paths: readonly Path[], large = LARGE): string {
  if (text.length < large || paths.some(({ length }) => length === 0)) return text;
  const wanted = new Map<unknown, Set<unknown>>();
  for (const [key, item] of paths) wanted.set(key, (wanted.get(key) ?? new Set()).add(item));
  let isKept = true;
  /** Indexes of the list that is looked at; its indentation once its first item is known. */
  let items: Set<unknown> | undefined;
  let indent: string | undefined;
  let index = -1;
  return text.replace(/[^\r\n]+/g, (line) => {
    if (/^[^\s#\-\]}]/.test(line)) {
      const key = /^([\w.-]+):(?=\s|$)/.exec(line)?.[1];
      const steps = key === undefined ? undefined : wanted.get(key);
      isKept = key === undefined || steps !== undefined;
      const isBare = /:[ \t]*(?:#.*)?$/.test(line);
      items = isBare && [...(steps ?? [])].every((step) => typeof step === 'number') ? steps : undefined;
      indent = undefined;
      index = -1;
    } else if (items !== undefined && !/^[ \t]*(?:#|$)/.test(line)) {
      const dash = /^( *)-(?=\s|$)/.exec(line)?.[1];
      indent ??= dash ?? '';
      if (dash === undefined && index < 0) items = undefined;
      else if (dash === indent) {
        index += 1;
        isKept = items.has(index);
        return isKept ? line : `${indent}-`;
      }
    }
    return isKept ? line : '';
  });
}
