import { describe, expect, it } from 'vitest';
import { JUDGES, refusedBy, takenBy } from './judged-objects';
import { validatedFiles } from './validated';

describe.each(JUDGES)('validation for Kubernetes %s', (kubernetes) => {
  it.each(refusedBy(kubernetes))('refuses %s', (_, manifest) => {
    expect(validatedFiles({ manifest }, kubernetes)).not.toEqual([]);
  });

  it.each(takenBy(kubernetes))('takes %s', (_, manifest) => {
    expect(validatedFiles({ manifest }, kubernetes)).toEqual([]);
  });
});
