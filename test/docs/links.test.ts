import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deadLinks, links } from './page-links';
import { PAGES, prose } from './pages';

/** Folders of this repository. A path in backticks that starts with one of them must exist. */
const TOP = /^(?:src|test|build|bench|docs|schema|imports|examples|dist)\//;

describe.each(PAGES)('$file', (page) => {
  it('links to what is there', () => {
    expect(deadLinks(page, existsSync)).toEqual([]);
  });

  it('names files that are there', () => {
    const named = [...prose(page).matchAll(/`([^`\s]+)`/g)].map(([, path = '']) => path);
    const paths = named.filter((path) => TOP.test(path) && !/[*<>{}…]/.test(path));
    const isThere = (path: string): boolean => existsSync(path) || existsSync(join(dirname(page.file), path));
    expect(paths.filter((path) => !isThere(path))).toEqual([]);
  });
});

describe('the documentation', () => {
  it('is reached from the README, page by page', () => {
    const readme = PAGES.filter(({ file }) => /^README(?:\.zh-CN)?\.md$/.test(file));
    const reached = readme.flatMap((page) => links(page).map(({ target }) => target));
    // CONTRIBUTING.md and examples/ are for readers who have the repository, not the package.
    const others = PAGES.map(({ file }) => file).filter(
      (file) => !/^(?:(?:README(?:\.zh-CN)?|CONTRIBUTING)\.md|examples\/.*)$/.test(file),
    );
    expect(others.filter((file) => !reached.includes(file))).toEqual([]);
  });
});
