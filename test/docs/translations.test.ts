import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { links } from './page-links';
import { PAGES, type Page, page, prose } from './pages';

const TRANSLATIONS = PAGES.filter(({ file }) => file.includes('zh-CN')).map((chinese) => {
  const [, english = '', hash = ''] =
    /^<!-- Translates (\S+), sha256 ([0-9a-f]+) -->\n/.exec(chinese.text) ?? [];
  return { file: chinese.file, chinese, english, hash };
});

/** The Chinese page summarizes the transcript. */
const WHOLE = TRANSLATIONS.filter(({ english }) => english !== 'docs/guide-transcript.md');

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

  it.each(TRANSLATIONS)('$file links to Chinese pages if they exist', ({ file, chinese, english }) => {
    const translated = TRANSLATIONS.map((one) => one.english).filter((one) => one !== english);
    const pages = links(chinese).map(({ target }) => join(dirname(file), target));
    expect(pages.filter((target) => translated.includes(target))).toEqual([]);
  });

  it.each(WHOLE)('$file has what $english has besides words', ({ chinese, english }) => {
    const [is, wanted] = [chinese, page(english)].map(besidesWords);
    expect(is).toEqual(wanted);
  });

  it.each(WHOLE)('$file has all code, numbers and links of $english', ({ chinese, english }) => {
    const missing = (of: (page: Page) => string[]) => without(of(page(english)), of(chinese));
    expect({ code: missing(code), numbers: missing(numbers), links: missing(targets) }).toEqual({
      code: [],
      numbers: [],
      links: [],
    });
  });
});

describe('the Chinese texts of the tables of options', () => {
  const { literals: _, ...kinds } = load(readFileSync('build/configuration.zh-CN.yaml', 'utf8')) as Record<
    string,
    Record<string, string>
  >;
  const texts = Object.values(kinds).flatMap((pairs) => Object.entries(pairs));

  it('have the code, numbers and pages of their English texts', () => {
    const missing = texts.flatMap(([english, chinese]) => {
      const items = [
        ...code({ file: '', text: english }),
        ...numbers({ file: '', text: english }),
        ...[...english.matchAll(/docs\/(\S+\.md)/g)].map(([, name]) => `](../${name})`),
      ];
      return items.filter((item) => !chinese.includes(item)).map((item) => ({ item, chinese }));
    });
    expect(missing).toEqual([]);
  });
});

/** Blocks without comments and pictures, levels of headings, and rows of tables in each section. */
function besidesWords(of: Page) {
  return {
    blocks: [...of.text.matchAll(/^```[\s\S]*?^```$/gm)]
      .map(([block]) => block.replaceAll(/ +#.*/g, ''))
      .filter((block) => !block.startsWith('```mermaid')),
    sections: prose(of)
      .split(/^(?=#+ )/m)
      .filter((section) => section.startsWith('#'))
      .map((section) => [/^#*/.exec(section)?.[0], section.match(/^\|/gm)?.length ?? 0]),
  };
}

function code(of: Page): string[] {
  return [
    ...new Set([...prose(of).matchAll(/`([^`]+)`/g)].map(([, span = '']) => span.replaceAll(/\s+/g, ' '))),
  ];
}

function numbers(of: Page): string[] {
  const text = prose(of).replace(/^<!--.*/, '');
  return [...text.matchAll(/(?<![\w.])\d(?:[\d.,]*\d)?/g)].map(([number]) => number);
}

/** Replaces links to pages by links to their Chinese pages, if these exist. */
function targets(of: Page): string[] {
  const ofPage = links(of).map(({ target }) => basename(target).replace('.zh-CN', ''));
  return [...new Set(ofPage.filter((name) => name !== '' && name !== 'README.md'))];
}

/** Returns the items that another list lacks, with repetitions. */
function without(items: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return items.filter((item) => {
    const at = left.indexOf(item);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/**
 * Only the written blocks: the tables of options come from the schema, and programs print the text below commands.
 */
function hashOf(file: string): string {
  const text = page(file)
    .text.replaceAll(/<!-- Made by build\/docs\.mjs[\s\S]*?<!-- End of /g, '')
    .replaceAll(/^```console\n[\s\S]*?^```$/gm, (block) => block.replaceAll(/^(?![$`]).*\n/gm, ''));
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
