import { proseOf } from './mannerisms';

/** A comment, or a run of line comments; a string; a regular expression, so that its quotes begin no string. */
const TOKEN =
  /\/\/[^\n]*(?:\n[ \t]*\/\/[^\n]*)*|\/\*[\s\S]*?\*\/|`(?:\\.|[^`\\])*`|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|(?<=[(=,:[!&|?{};]\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[dgimsuvy]*/g;

/** Text of a source file that people read. */
export interface SourceText {
  /** Line of its first character, from 1. */
  readonly line: number;
  readonly text: string;
}

interface Token extends SourceText {
  /** The source before it. */
  readonly before: string;
}

function tokensIn(source: string): Token[] {
  return [...source.matchAll(TOKEN)].map(({ 0: text, index }) => {
    const before = source.slice(0, index);
    return { text, before, line: before.split('\n').length };
  });
}

/** Strings of at least three words. */
export function sentencesIn(source: string): SourceText[] {
  return tokensIn(source).flatMap(({ text, line }) => {
    const words = text.replaceAll(/\\`[^`\n]*\\`|\$\{(?:[^{}]|\{[^{}]*\})*\}/g, 'x');
    return /^[`'"]/.test(text) && /\w+[ ,.;:]+\w+ +\w+/.test(words)
      ? [{ line, text: words.slice(1, -1) }]
      : [];
  });
}

/** Comments without their marks and without code. */
export function commentsIn(source: string): SourceText[] {
  return tokensIn(source)
    .filter(({ text }) => /^\/[/*]/.test(text))
    .map(({ text, line }) => ({
      line,
      text: proseOf(text.replaceAll(/^\/\*+ ?|\s*\*\/$|^[ \t]*(?:\*|\/\/) ?/gm, '')),
    }));
}

/** Titles of tests: `it('…')`, `describe('…')`, `it.each([…])('…')`. */
export function titlesIn(source: string): SourceText[] {
  return tokensIn(source)
    .filter(
      ({ text, before }) => /^[`'"]/.test(text) && /(?:\b(?:it|describe)\(|\)\()\s*$/.test(before.slice(-40)),
    )
    .map(({ text, line }) => ({ line, text: text.slice(1, -1) }));
}
