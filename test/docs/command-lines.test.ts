import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands';
import { readWords, refuseUnknown, valuesOf } from '../../src/cli/parser';
import { namedIn } from '../../src/cli/words';
import { PAGES } from './pages';

interface Line {
  readonly where: string;
  readonly text: string;
  /** Whether it is a line of a block, typed unchanged, or a mention in a sentence. */
  readonly isWhole: boolean;
}

const COMMAND = /^[ \t]*(?:\$ |- |run: )*(?:npx --no )?istio-remote ([a-z-].*)$/gm;
const MENTION = /`(?:npx --no )?istio-remote ([a-z-][^`\\]*)\\?`/g;

const LINES: readonly Line[] = [
  // The changelog also mentions removed options.
  ...PAGES.filter(({ file }) => file !== 'CHANGELOG.md').flatMap(({ file, text }) => linesIn(file, text)),
  ...sources('src').flatMap((file) => mentionsIn(file, readFileSync(file, 'utf8'))),
  ...COMMANDS.flatMap(({ name, examples }) =>
    examples.flatMap(([line]) =>
      [...line.matchAll(/istio-remote ([^()]*?)(?=\)|$| && istio-remote)/g)].map(([, text = '']) => ({
        where: `example of ${name}`,
        text,
        isWhole: true,
      })),
    ),
  ),
];

function linesIn(where: string, page: string): Line[] {
  const blocks = [...page.matchAll(/^```\S*\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code);
  const joined = blocks.map((code) => code.replaceAll(/\\\n\s*/g, ' ')).join('\n');
  const whole = [...joined.matchAll(COMMAND)].map(([, text = '']) => ({ where, text, isWhole: true }));
  return [...whole, ...mentionsIn(where, page.replaceAll(/^```[\s\S]*?^```$/gm, ''))];
}

function mentionsIn(where: string, text: string): Line[] {
  return [...text.matchAll(MENTION)].map(([, found = '']) => ({ where, text: found, isWhole: false }));
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${folder}/${file}`);
}

/** The words up to the first operator or comment of a shell. */
function shellWords(line: string): string[] {
  const words: string[] = [];
  for (const [token] of line.matchAll(/(?:"[^"]*"|'[^']*'|\\.|[^\s"'\\|;&<>])+|[|;&<>]/g)) {
    if (/^(?:[|;&<>]|#.*|\d?…)$/s.test(token)) break;
    words.push(token.replaceAll(/["']/g, ''));
  }
  return words;
}

/** Returns the error of the command line's parser. Undefined if it accepts the line. */
async function fault({ text, isWhole }: Line): Promise<string | undefined> {
  try {
    const named = namedIn(shellWords(text));
    refuseUnknown(named);
    const reading = await readWords(named, { version: '0' });
    if (named.command !== undefined && reading.output === '') valuesOf(named.command, reading);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return !isWhole && /is missing|needs a value/.test(message) ? undefined : message;
  }
}

describe('the command lines that people read', () => {
  it('are found in pages, messages and examples', () => {
    expect(LINES.filter(({ isWhole }) => isWhole).length).toBeGreaterThan(60);
    expect(LINES.filter(({ isWhole }) => !isWhole).length).toBeGreaterThan(60);
  });

  it('are what the parser of the command line accepts', async () => {
    const wrong: string[] = [];
    for (const line of LINES) {
      const found = await fault(line);
      if (found !== undefined) wrong.push(`${line.where}: istio-remote ${line.text}: ${found}`);
    }
    expect(wrong).toEqual([]);
  });
});
