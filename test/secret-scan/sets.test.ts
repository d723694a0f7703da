import { describe, expect, it } from 'vitest';
import { findCredentials } from '../../src/secret-scan/find-credentials';
import { hideCredentials } from '../../src/secret-scan/hide-credentials';
import { LOOK_ALIKES } from './harmless-set';
import { block, quoted } from './planted';
import { PLANTED } from './planted-set';

describe('finds a planted credential:', () => {
  it.each(PLANTED)('%s', (_form, text) => {
    expect(findCredentials(text)).not.toEqual([]);
    expect(findCredentials(hideCredentials(text))).toEqual([]);
  });

  it.each(PLANTED.filter(([, text]) => !text.includes('\0')))('%s, in a ConfigMap', (_form, text) => {
    expect(findCredentials(block(text))).not.toEqual([]);
    expect(findCredentials(quoted(text))).not.toEqual([]);
  });
});

describe('stays quiet about a look-alike:', () => {
  it.each(LOOK_ALIKES)('%s', (_form, text) => {
    expect(findCredentials(text)).toEqual([]);
    expect(findCredentials(block(text))).toEqual([]);
    expect(findCredentials(quoted(text))).toEqual([]);
  });
});
