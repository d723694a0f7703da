import fc from 'fast-check';
import { marked, type Token, type Tokens } from 'marked';
import { describe, expect, it } from 'vitest';
import { code, codeBlock, html } from '../../../src/review/markdown/code';
import { visibleLine } from '../../../src/visible';

/** Text full of Markdown's special characters. */
const hostile = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc
    .array(
      fc.constantFrom(
        '`',
        '``',
        '\n',
        '\r',
        '<script>',
        '</details>',
        '<!--',
        '-->',
        '](http://x)',
        '![',
        '|',
        '@team',
        '#1',
        '*',
        '_',
        '~~',
        '$',
        '\\',
        '&lt;',
        ' ',
        '```diff',
        '- ',
        '/close',
        '\u202e',
        '\u200b',
        '\ufeff',
        '"',
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);

describe('a code span', () => {
  it('is read as one span with the text, and nothing around it changes', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const tokens = inlineTokens(`- before ${code(text)} after`);
        expect(tokens.map(({ type }) => type)).toEqual(['text', 'codespan', 'text']);
        const span = tokens[1] as Tokens.Codespan;
        expect(span.text.trim()).toBe((visibleLine(text) || '""').trim());
      }),
      { numRuns: 1000 },
    );
  });

  it('writes out what cannot be seen', () => {
    expect(code('a\u202eb\nc\u0000')).toBe('`a\\u202eb\\u000ac\\u0000`');
    expect(code('')).toBe('`""`');
  });
});

describe('a code block', () => {
  it('is read as one block within a list, whatever its lines are', () => {
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 4 }), (lines) => {
        const block = codeBlock(
          'diff',
          lines.map((line) => `+${line}`),
        ).map((line) => `    ${line}`);
        const [list, ...rest] = marked.lexer(['- a', '  - b', '', ...block, '', '- end'].join('\n'));
        expect(rest).toEqual([]);
        const codes: Tokens.Code[] = [];
        marked.walkTokens(list === undefined ? [] : [list], (token) => {
          if (token.type === 'code') codes.push(token as Tokens.Code);
          if (token.type === 'html') throw new Error(`HTML: ${token.raw}`);
        });
        expect(codes.map(({ text, lang }) => [lang, text])).toEqual([
          ['diff', lines.map((line) => `+${visibleLine(line)}`).join('\n')],
        ]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('html', () => {
  it('leaves no element in a text', () => {
    expect(html('<b>&"\n')).toBe('&lt;b&gt;&amp;"\\u000a');
  });
});

function inlineTokens(line: string): Token[] {
  const [list] = marked.lexer(line) as Tokens.List[];
  const [text] = (list?.items[0]?.tokens ?? []) as Tokens.Text[];
  return text?.tokens ?? [];
}
