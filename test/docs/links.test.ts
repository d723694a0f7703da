import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { marked, type Token, type Tokens } from 'marked';
import { describe, expect, it } from 'vitest';
import { PAGES, type Page, prose } from './pages';

/** Folders of this repository: a path in backticks that starts with one of them has to be there. */
const TOP = /^(?:src|test|build|bench|docs|schema|imports|examples|dist)\//;

/** Paths of the files that `npm pack` puts into the tarball. */
const packed = packedFiles();

describe.each(PAGES)('$file', (page) => {
  it('links to what is there', () => {
    expect(deadLinks(page, existsSync)).toEqual([]);
  });

  it('names files that are there', () => {
    const named = [...prose(page).matchAll(/`([^`\s]+)`/g)].map(([, path = '']) => path);
    const paths = named.filter((path) => TOP.test(path) && !/[*<>{}…]/.test(path));
    expect(paths.filter((path) => !existsSync(path))).toEqual([]);
  });
});

describe('the documentation', () => {
  it('is reached from the README, page by page', () => {
    const readme = PAGES.filter(({ file }) => file === 'README.md');
    const reached = readme.flatMap((page) => links(page).map(({ target }) => target));
    // CONTRIBUTING.md is for people who have the repository, not the package.
    const others = PAGES.map(({ file }) => file).filter(
      (file) => !/^(?:README|CONTRIBUTING)\.md$/.test(file),
    );
    expect(others.filter((file) => !reached.includes(file))).toEqual([]);
  });
});

describe('the packed package', () => {
  it('has both READMEs, the changelog and every page of docs/', () => {
    expect(packed).toEqual(
      expect.arrayContaining(PAGES.map(({ file }) => file).filter((file) => file !== 'CONTRIBUTING.md')),
    );
  });

  it.each(PAGES.filter(({ file }) => packed.includes(file)))('has what $file links to', (page) => {
    expect(deadLinks(page, (path) => packed.includes(path))).toEqual([]);
  });
});

interface Link {
  readonly target: string;
  readonly anchor: string;
}

/** Relative links and images that lead to no file, or to no heading of one. */
function deadLinks(page: Page, isThere: (path: string) => boolean): Link[] {
  return links(page).filter(({ target, anchor }) => {
    const file = target === '' ? page.file : join(dirname(page.file), target);
    if (!isThere(file)) return true;
    return anchor !== '' && !headings(readFileSync(file, 'utf8')).includes(anchor);
  });
}

/** Relative links and images; those to the web are not followed. */
function links({ text }: Page): Link[] {
  const found: Link[] = [];
  marked.walkTokens(marked.lexer(text), (token) => {
    for (const href of hrefs(token)) {
      const [, target = '', anchor = ''] = /^([^#]*)#?(.*)$/.exec(href) ?? [];
      if (!/^[a-z]+:/.test(href)) found.push({ target, anchor: decodeURIComponent(anchor) });
    }
  });
  return found;
}

function hrefs(token: Token): string[] {
  if (token.type === 'link' || token.type === 'image') return [(token as Tokens.Link).href];
  if (token.type !== 'html') return [];
  return [...token.raw.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, href = '']) => href);
}

/** Anchors of headings, as GitHub makes them. */
function headings(text: string): string[] {
  const seen = new Map<string, number>();
  return marked
    .lexer(text)
    .filter((token): token is Tokens.Heading => token.type === 'heading')
    .map((heading) => {
      const slug = heading.text
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-');
      const before = seen.get(slug) ?? 0;
      seen.set(slug, before + 1);
      return before === 0 ? slug : `${slug}-${before}`;
    });
}

function packedFiles(): string[] {
  const listed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ files }] = JSON.parse(listed) as [{ files: { path: string }[] }];
  return files.map(({ path }) => path);
}
