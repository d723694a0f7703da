import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { longSentencesIn, MANNERISMS, mannerismsIn, proseOf } from './mannerisms';
import { PAGES } from './pages';
import { commentsIn, type SourceText, sentencesIn, titlesIn } from './source-texts';

const ENGLISH = PAGES.filter(({ file }) => !file.includes('zh-CN'));

/** Source files that people write, by folder. The inputs' types repeat the descriptions of the schemas. */
function sourcesIn(...folders: string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.[cm]?[jt]s$/.test(name) && !/\/input\.ts$|\/built\//.test(name))
      .map((name) => `${folder}/${name}`),
  );
}

function mannerismsOf(files: readonly string[], textsIn: (source: string) => SourceText[]): string[] {
  return files.flatMap((file) =>
    textsIn(readFileSync(file, 'utf8')).flatMap(({ line, text }) =>
      mannerismsIn(text).map(
        ({ index, message }) => `${file}:${line + text.slice(0, index).split('\n').length - 1} ${message}`,
      ),
    ),
  );
}

describe('the prose', () => {
  it.each(ENGLISH)('of $file is plain', ({ file, text }) => {
    const prose = proseOf(text);
    const found = [...mannerismsIn(prose), ...longSentencesIn(prose)].map(
      ({ index, message }) => `${file}:${prose.slice(0, index).split('\n').length} ${message}`,
    );
    expect(found).toEqual([]);
  });

  it('of messages, help and descriptions is plain', () => {
    expect(mannerismsOf(sourcesIn('src'), sentencesIn)).toEqual([]);
  });

  it('of comments is plain', () => {
    expect(mannerismsOf(sourcesIn('src', 'build', 'bench', 'test'), commentsIn)).toEqual([]);
  });

  it('of the titles of tests is plain', () => {
    expect(mannerismsOf(sourcesIn('test'), titlesIn)).toEqual([]);
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
    ['the Gateway API, of which istiod makes the gateway', true],
    ['lest it fail', true],
    ['the webhook asks in vain', true],
    ['no more than a name', true],
    ['makes the very Secret', true],
    ['the very first', false],
    ['something else than base64', true],
    ['a folder that is taken for a branch', true],
    ['null takes it away', true],
    ['values laid on the defaults', true],
    ['puts it right', true],
    ['goes on injecting', true],
    ['a controller makes it again', true],
    ['a file stands where a folder is needed', true],
    ['holds a credential', true],
    ['holds the lock', false],
    ['the file is there already', true],
    ['undefined where none fits', true],
    ['asks where there is a choice', true],
    ['says where the file is', false],
    ['What there is of the cluster', true],
    ['What is a mesh?', false],
    ['What to do', false],
  ])('reads %j', (text, isFound) => {
    expect(mannerismsIn(proseOf(text)).length > 0).toBe(isFound);
  });

  const source = [
    '// a key by',
    '// which `it lies in` is found',
    "const a = 'it lies in the folder'; /** Whether\n * it tells. */ const b = /by which/;",
    "it.each([['no title of one']])('holds the name', () => {});",
  ].join('\n');

  it('reads strings without comments and expressions', () => {
    expect(sentencesIn(source)).toContainEqual({ line: 3, text: 'it lies in the folder' });
    expect(sentencesIn(source).map(({ line }) => line)).toEqual([3, 5, 5]);
  });

  it('reads comments without their marks and code', () => {
    expect(commentsIn(source)).toEqual([
      { line: 1, text: `a key by\nwhich ${'x'.repeat(12)} is found` },
      { line: 3, text: 'Whether\nit tells.' },
    ]);
  });

  it('reads titles of tests', () => {
    expect(titlesIn(source)).toEqual([{ line: 5, text: 'holds the name' }]);
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
