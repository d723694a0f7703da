import { structuredPatch } from 'diff';
import { short } from '../shown-change';

/** Longest line that is shown. */
const LONGEST_LINE = 160;

/** Edits beyond which nobody reads the difference, and finding the shortest one takes long. */
const MOST_EDITS = 200;

/** The lines that differ between two texts, as in a unified diff, so many at most; none when nearly all do. */
export function lineChanges(before: string, after: string, most: number): string[] {
  const patch = structuredPatch('', '', before, after, undefined, undefined, {
    context: 1,
    maxEditLength: MOST_EDITS,
  });
  if (patch === undefined) return [];
  const lines = patch.hunks.flatMap(({ oldStart, lines: hunk }) => [
    `@@ line ${oldStart} @@`,
    ...hunk.filter((line) => !line.startsWith('\\')).map((line) => short(line, LONGEST_LINE)),
  ]);
  return lines.length <= most ? lines : [...lines.slice(0, most), `@@ ${lines.length - most} more lines @@`];
}
