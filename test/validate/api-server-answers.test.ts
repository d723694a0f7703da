import { describe, expect, it } from 'vitest';
import { API_SERVERS, refusedBy, takenBy } from './api-server-answers';
import { validatedFiles } from './validated';

describe.each(API_SERVERS)('validation for Kubernetes %s', (kubernetes) => {
  it.each(refusedBy(kubernetes))('refuses %s', (_, manifest) => {
    expect(validatedFiles({ manifest }, kubernetes)).not.toEqual([]);
  });

  it.each(takenBy(kubernetes))('takes %s', (_, manifest) => {
    expect(validatedFiles({ manifest }, kubernetes)).toEqual([]);
  });
});
