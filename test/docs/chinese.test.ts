import { describe, expect, it } from 'vitest';
import { PAGES, type Page, prose } from './pages';

/** Terms of istio.io/zh, with the words that contradict them. */
const RULES = [
  { title: 'a space between Chinese and Latin text or code', wrong: /\p{sc=Han}[\w`]|[\w`]\p{sc=Han}/u },
  { title: 'full-width punctuation beside Chinese text', wrong: /\p{sc=Han}[,;:?!()]|[,;:?!()]\p{sc=Han}/u },
  {
    title: 'no space beside full-width punctuation',
    wrong: /[^|] [，。；：？！、（）]|[，。；：？！、（）] [^| ]/u,
  },
  { title: 'the words Sidecar and Webhook of istio.io/zh', wrong: /边车|\bwebhook/u },
];

/** Text that browsers join with a space, where Chinese has none. */
const BROKEN = /[\p{sc=Han}，。；：？！、（）“”]\n(?=[\p{sc=Han}，。；：？！、（）“”])/u;

const CHINESE = PAGES.filter(({ file }) => file.includes('zh-CN'));

describe.each(CHINESE)('$file', (page) => {
  it.each(RULES)('has $title', ({ wrong }) => {
    const lines = plain(page)
      .split('\n')
      .map((line) => line.trim());
    expect(lines.filter((line) => wrong.test(line))).toEqual([]);
  });

  it('breaks no line inside Chinese text', () => {
    const paragraphs = plain(page)
      .replaceAll(/\n +(?![-\d])/g, '\n')
      .split('\n\n');
    expect(paragraphs.filter((paragraph) => BROKEN.test(paragraph))).toEqual([]);
  });
});

/** The prose without comments, the targets of links and emphasis. Emphasis needs the space after it. */
function plain(page: Page): string {
  return prose(page)
    .replaceAll(/<!--.*-->/g, '')
    .replaceAll(/\]\([^)]*\)/g, '')
    .replaceAll(/\*\* ?|\[/g, '');
}
