import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { codeBlocks, page } from './pages';

describe('docs/ci.md', () => {
  it.each([
    ['.github/workflows/mesh.yaml', 'yaml'],
    ['.gitlab-ci.yml', 'yaml'],
    ['ci/post-summary.mjs', 'js'],
    ['ci/policy.mjs', 'js'],
  ])('has %s of the example gitops, which the tests run', (file, language) => {
    expect(codeBlocks(page('docs/ci.md'), language)).toContain(
      readFileSync(`examples/gitops/${file}`, 'utf8'),
    );
  });
});
