import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { longSentencesIn, MANNERISMS, mannerismsIn, proseOf, sentencesIn } from './mannerisms';
import { PAGES } from './pages';

const ENGLISH = PAGES.filter(({ file }) => !file.includes('zh-CN'));

const SOURCES = readdirSync('src', { recursive: true, encoding: 'utf8' })
  // The inputs' types have the descriptions of the schemas a second time.
  .filter((name) => name.endsWith('.ts') && !name.endsWith('/input.ts'))
  .map((name) => `src/${name}`);

describe('the prose', () => {
  it.each(ENGLISH)('of $file is plain', ({ file, text }) => {
    const prose = proseOf(text);
    const found = [...mannerismsIn(prose), ...longSentencesIn(prose)].map(
      ({ index, message }) => `${file}:${prose.slice(0, index).split('\n').length} ${message}`,
    );
    expect(found).toEqual([]);
  });

  it('of messages, help and descriptions is plain', () => {
    const found = SOURCES.flatMap((file) =>
      sentencesIn(readFileSync(file, 'utf8')).flatMap(({ line, text }) =>
        mannerismsIn(text).map(({ message }) => `${file}:${line} ${message}`),
      ),
    );
    expect(found).toEqual([]);
  });
});

describe('the search for mannerisms', () => {
  it.each([
    ['the account by which the primary reads it', true],
    ['comes this, in the order in which it is applied', true],
    ['objects\nby\nwhich', true],
    ['TLS does not come about', true],
    ['synth writes these objects, in apply order', false],
    ['`by which` is code', false],
    ['It changes nothing.\nNor does it print.', true],
  ])('reads %j', (text, isFound) => {
    expect(mannerismsIn(proseOf(text)).length > 0).toBe(isFound);
  });

  it('reads strings, not comments and expressions', () => {
    const source = `// a key by which\nconst a = 'it lies in the folder'; /** by which */ const b = /by which/;`;
    expect(sentencesIn(source)).toEqual([{ line: 2, text: 'it lies in the folder' }]);
  });

  it('finds sentences of more than 35 words in paragraphs, not in lists and tables', () => {
    const sentence = `The ${'very '.repeat(34)}long`;
    const text = `# Title\n\nShort. ${sentence}. Short.\n\n- ${sentence}.\n\n| ${sentence} |\n\n${sentence}.`;
    expect(longSentencesIn(text).map(({ index }) => text.slice(index, index + 8))).toEqual([
      'The very',
      'The very',
    ]);
    expect(longSentencesIn(text.replaceAll('very long', 'long'))).toEqual([]);
  });

  it('says of each what to write', () => {
    expect(MANNERISMS.filter(({ write }) => write === '')).toEqual([]);
  });
});
