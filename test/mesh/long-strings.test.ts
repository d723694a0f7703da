import { describe, expect, it } from 'vitest';
import { checkMesh } from '../../src/lines/read-mesh';
import { problemText } from '../../src/problem';

/** Texts that may make a pattern search for its end again and again. */
const LONG = {
  slashes: '/'.repeat(100_000),
  'a scheme and at signs': `https://${':@'.repeat(50_000)}`,
  commas: ','.repeat(100_000),
  'labels and a blank': `${'a.'.repeat(50_000)} `,
};

const mesh = (keys: object) =>
  checkMesh({
    istio: '1.0.9',
    primary: { name: 'hq', addresses: { pilot: '10.8.0.11' } },
    remotes: [{ name: 'eu', ...keys }],
  });

describe.each(Object.entries(LONG))('%s', (_, long) => {
  it.each([
    ['apiServer', (value: string) => ({ apiServer: value })],
    ['images.hub', (value: string) => ({ images: { hub: value } })],
    ['proxy.accessLogFile', (value: string) => ({ proxy: { accessLogFile: value } })],
    ['proxy.includeIpRanges', (value: string) => ({ proxy: { includeIpRanges: value } })],
    ['kubernetes', (value: string) => ({ kubernetes: value })],
    ['policyChecks', (value: string) => ({ policyChecks: value })],
    ['name', (value: string) => ({ name: value })],
  ])('are refused as a value of %s by their length, and not quoted', (_, keys) => {
    const errors = mesh(keys(long)).problems.filter(({ severity }) => severity === 'error');
    expect(errors.length).toBeGreaterThan(0);
    for (const error of errors) {
      expect(problemText(error)).toContain(`got a text of ${long.length} characters`);
      expect(problemText(error).length).toBeLessThan(300);
    }
  });

  it('is no key that is shown', () => {
    const [error] = mesh({ [long]: 1 }).problems;
    expect(error === undefined ? '' : problemText(error)).toMatch(/: unknown key\. Known keys: /);
    expect(error?.message.length).toBeLessThan(100);
  });
});
