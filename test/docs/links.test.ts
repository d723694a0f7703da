import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PAGES, type Page, prose } from './pages';

/** Folders of this repository: a path in backticks that starts with one of them has to be there. */
const TOP = /^(?:src|test|build|bench|docs|schema|imports|examples|dist)\//;

describe.each(PAGES)('$file', (page) => {
  it('links to what is there', () => {
    expect(links(page).filter(({ target, anchor }) => !leadsSomewhere(page, target, anchor))).toEqual([]);
  });

  it('names files that are there', () => {
    const named = [...prose(page).matchAll(/`([^`\s]+)`/g)].map(([, path = '']) => path);
    const paths = named.filter((path) => TOP.test(path) && !/[*<>{}…]/.test(path));
    expect(paths.filter((path) => !existsSync(path))).toEqual([]);
  });
});

describe('the documentation', () => {
  it('is reached from the README, page by page', () => {
    const readme = PAGES.find(({ file }) => file === 'README.md');
    const reached = readme === undefined ? [] : links(readme).map(({ target }) => target);
    expect(
      PAGES.map(({ file }) => file).filter((file) => file !== 'README.md' && !reached.includes(file)),
    ).toEqual([]);
  });
});

interface Link {
  readonly target: string;
  readonly anchor: string;
}

/** Relative links; those to the web are not followed. */
function links(page: Page): Link[] {
  return [...prose(page).matchAll(/\]\(([^)\s#]*)(?:#([^)\s]*))?\)/g)]
    .map(([, target = '', anchor = '']) => ({ target, anchor }))
    .filter(({ target }) => !/^[a-z]+:/.test(target));
}

function leadsSomewhere(from: Page, target: string, anchor: string): boolean {
  const file = target === '' ? from.file : join(dirname(from.file), target);
  if (!existsSync(file)) return false;
  return anchor === '' || headings(readFileSync(file, 'utf8')).includes(anchor);
}

/** Anchors of headings, as GitHub makes them. */
function headings(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
