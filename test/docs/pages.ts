import { readdirSync, readFileSync } from 'node:fs';

/** A page of the documentation. */
export interface Page {
  /** Path below the top folder. */
  readonly file: string;
  readonly text: string;
}

/** Every page that people read. */
export const PAGES: readonly Page[] = [
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'README.md',
  'README.zh-CN.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => `docs/${name}`),
  ...readdirSync('examples')
    .sort()
    .map((name) => `examples/${name}/README.md`),
].map((file) => ({ file, text: readFileSync(file, 'utf8') }));

/** The page of a file. */
export function page(file: string): Page {
  const found = PAGES.find((candidate) => candidate.file === file);
  if (found === undefined) throw new Error(`no page ${file}`);
  return found;
}

/** The fenced blocks of a language, in order. */
export function codeBlocks({ text }: Page, language: string): string[] {
  return [...text.matchAll(/^```(\S*)\n([\s\S]*?)^```$/gm)].flatMap(([, name, code]) =>
    name === language && code !== undefined ? [code] : [],
  );
}

/** The text without fenced blocks. */
export function prose({ text }: Page): string {
  return text.replace(/^```[\s\S]*?^```$/gm, '');
}
