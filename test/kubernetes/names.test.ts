import { describe, expect, it } from 'vitest';
import {
  isAnnotationName,
  isDnsLabel,
  isDnsSubdomain,
  isHostName,
  isLabelValue,
  isQualifiedName,
  isServiceName,
} from '../../src/kubernetes/names';

const long = 'x'.repeat(63);

interface Check {
  readonly test: (text: string) => boolean;
  readonly accepts: readonly string[];
  readonly refuses: readonly string[];
}

const checks: Record<string, Check> = {
  isDnsLabel: {
    test: isDnsLabel,
    accepts: ['a', '0', 'eu-west-1', 'a--b', long],
    refuses: ['', '-a', 'a-', 'A', 'a.b', 'a_b', '../x', 'a\n', 'é', `${long}x`],
  },
  isDnsSubdomain: {
    test: isDnsSubdomain,
    accepts: [
      'a',
      'a.b',
      'regcred',
      `${long}.${long}.${long}.${'x'.repeat(61)}`,
      `${long}x`,
      'x'.repeat(253),
    ],
    refuses: ['', '.', 'a.', '.a', 'a..b', 'A.b', 'a b', '-a', 'a-.b', 'x'.repeat(254)],
  },
  isServiceName: {
    test: isServiceName,
    accepts: ['a', 'a1', long],
    refuses: ['', '1a', 'a.b', 'A', 'a-', `${long}x`],
  },
  isHostName: {
    test: isHostName,
    accepts: ['a', 'a.b', `${long}.${long}.${long}.${'x'.repeat(61)}`],
    refuses: ['', 'a.', `${long}x`, `a.${long}x`, `${long}.${long}.${long}.${'x'.repeat(62)}`],
  },
  isLabelValue: {
    test: isLabelValue,
    accepts: ['', 'a', 'A.b_c-1', long],
    refuses: ['-a', 'a.', 'a b', 'a/b', 'a\n', `${long}x`],
  },
  isQualifiedName: {
    test: isQualifiedName,
    accepts: ['cpu', 'ephemeral-storage', 'example.com/gpu', 'A_b'],
    refuses: ['', '/', 'a/', '/a', 'a/b/c', 'Example.com/gpu', 'bad key!', '__proto__'],
  },
  isAnnotationName: {
    test: isAnnotationName,
    accepts: ['app', 'example.com/app', 'Example.COM/App'],
    refuses: ['', '/a', 'a/', 'a/b/c', 'example_x.com/a'],
  },
};

describe.each(Object.entries(checks))('%s', (_, { test, accepts, refuses }) => {
  it.each(accepts.map((text) => ({ text })))('accepts $text', ({ text }) => {
    expect(test(text)).toBe(true);
  });

  it.each(refuses.map((text) => ({ text, title: JSON.stringify(text) })))('refuses $title', ({ text }) => {
    expect(test(text)).toBe(false);
  });
});
