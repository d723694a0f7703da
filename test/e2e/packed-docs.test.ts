import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { deadLinks } from '../docs/page-links';
import { PAGES } from '../docs/pages';

/** Returns the paths of the files in the tarball of `npm pack`. */
const packed = packedFiles();

describe('the packed package', () => {
  it('has both READMEs, the changelog and every page of docs/', () => {
    const pages = PAGES.map(({ file }) => file);
    // Contributing and the examples are for people who have the repository.
    const forUsers = pages.filter((file) => !/^(?:CONTRIBUTING\.md$|examples\/)/.test(file));
    expect(packed).toEqual(expect.arrayContaining(forUsers));
  });

  it.each(PAGES.filter(({ file }) => packed.includes(file)))('has what $file links to', (page) => {
    expect(deadLinks(page, (path) => packed.includes(path))).toEqual([]);
  });
});

function packedFiles(): string[] {
  const listed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ files }] = JSON.parse(listed) as [{ files: { path: string }[] }];
  return files.map(({ path }) => path);
}
