import { describe, expect, it } from 'vitest';
import { imagePathsAreNotTooLong } from '../../../../src/lines/istio-1.0/rules';
import { ruleProblems } from '../../../mesh/rules/rule-problems';

const problems = (path: string) =>
  ruleProblems(imagePathsAreNotTooLong, {
    defaults: { images: { hub: `docker.io/${path}` } },
    remotes: [{ proxy: { image: 'proxyv2-of-ours' } }],
  });

describe('imagePathsAreNotTooLong', () => {
  it('accepts 255 characters without the registry', () => {
    expect(problems('a'.repeat(255 - '/sidecar_injector'.length))).toEqual([]);
  });

  it('rejects more', () => {
    expect(problems('a'.repeat(255 - '/sidecar_injector'.length + 1))).toEqual([
      expect.stringContaining('got 256. Shorten the path in images.hub'),
    ]);
  });
});
