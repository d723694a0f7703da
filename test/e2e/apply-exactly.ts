import { applyPatch, type StructuredPatch } from 'diff';

/**
 * Applies a patch of CONTRIBUTING.md to the text. Each hunk has to fit exactly one place of the text, on any line.
 */
export function applyExactly(text: string, patch: StructuredPatch): string {
  const lines = text.split('\n');
  const fits = patch.hunks.every((hunk) => {
    const before = hunk.lines.filter((line) => !line.startsWith('+')).map((line) => line.slice(1));
    return (
      lines.filter((_, start) => before.every((line, index) => line === lines[start + index])).length === 1
    );
  });
  const applied = fits && applyPatch(text, patch, { fuzzFactor: 0, autoConvertLineEndings: false });
  if (applied === false)
    throw new Error(
      `CONTRIBUTING.md, Adding an option: the code around this diff has changed; update it: ${patch.newFileName}`,
    );
  return applied;
}
