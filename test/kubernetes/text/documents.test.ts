import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentPieces } from '../../../src/kubernetes/text/documents';

function pieces(text: string) {
  return [...documentPieces([text])];
}

describe('a stream of documents', () => {
  it('counts documents that say something, and lines', () => {
    expect(pieces('# top\n---\na: 1\n---\n# nothing\n---\n\nb: 2\n...\n---\nc: 3')).toEqual([
      { text: '# top\n---\na: 1\n', line: 1, number: 1 },
      { text: '---\n# nothing\n', line: 4, number: 0 },
      { text: '---\n\nb: 2\n...\n', line: 6, number: 2 },
      { text: '---\nc: 3', line: 10, number: 3 },
    ]);
  });

  it('keeps directives with their document', () => {
    expect(pieces('%YAML 1.1\n---\na: 1\n').map(({ text }) => text)).toEqual(['%YAML 1.1\n---\na: 1\n']);
  });

  it.each(['----\n', 'a: "\n ---"\n', '--- # c\n'])('is not parted within %j', (text) => {
    expect(pieces(text).map((piece) => piece.text)).toEqual([text]);
  });

  it('is the same text in pieces, however it comes in chunks', () => {
    const part = fc.constantFrom('---', '...', '\n', '\r\n', '\r', 'a: 1', '# c', ' ', '%Y', '\ufeff', '-');
    const chunks = fc.array(
      fc.array(part, { maxLength: 6 }).map((parts) => parts.join('')),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(chunks, (split) => {
        const whole = split.join('');
        const streamed = [...documentPieces(split)];
        expect(streamed.map(({ text }) => text).join('')).toBe(whole);
        expect(streamed).toEqual(pieces(whole));
      }),
      { numRuns: 1000 },
    );
  });
});
