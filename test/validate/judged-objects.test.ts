import { describe, expect, it } from 'vitest';
import { REFUSED, TAKEN } from './judged-objects';
import { validatedFiles } from './validated';

describe('validation', () => {
  it.each(REFUSED)('refuses %s', (_, manifest) => {
    expect(validatedFiles({ manifest }, '1.20')).not.toEqual([]);
  });

  it.each(TAKEN)('takes %s', (_, manifest) => {
    expect(validatedFiles({ manifest }, '1.20')).toEqual([]);
  });
});
