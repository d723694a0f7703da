import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { PAGES, page } from './pages';

const TRANSLATIONS = PAGES.filter(({ file }) => file.includes('zh-CN')).map(({ file, text }) => {
  const [, english = '', hash = ''] = /^<!-- Translates (\S+), sha256 ([0-9a-f]+) -->\n/.exec(text) ?? [];
  return { file, english, hash };
});

describe('the Chinese pages', () => {
  it('are those of people who start', () => {
    expect(TRANSLATIONS.map(({ english }) => english).sort()).toEqual([
      'README.md',
      'docs/configuration.md',
      'docs/getting-started-1.0.md',
      'docs/getting-started.md',
      'docs/guide-transcript.md',
      'docs/migrating-from-helm.md',
    ]);
  });

  // When this fails: translate what changed in the English page, then write the new hash into the first line.
  it.each(TRANSLATIONS)('$file follows $english', ({ english, hash }) => {
    expect(hash).toBe(hashOf(english));
  });
});

/** Of what people write: the tables of options come from the schema, and programs print what is below commands. */
function hashOf(file: string): string {
  const text = page(file)
    .text.replaceAll(/<!-- Made by build\/docs\.mjs[\s\S]*?<!-- End of /g, '')
    .replaceAll(/^```console\n[\s\S]*?^```$/gm, (block) => block.replaceAll(/^(?![$`]).*\n/gm, ''));
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
