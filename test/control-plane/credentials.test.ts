import { describe, expect, it } from 'vitest';
import { credentialsIn } from '../../src/control-plane/credentials';
import { pathText } from '../../src/problem';

// In pieces, so that no scanner of this repository reports it.
const TOKEN = ['ghp', 'abcdefghijklmnopqrstuvwxyz0123456789'].join('_');

const places = (values: unknown) => credentialsIn(values, ['values']).map(({ path }) => pathText(path));

describe('credentials in values', () => {
  it('are found at their own place', () => {
    expect(places({ pilot: { env: { A: 'plain', B: TOKEN } }, list: ['a', { c: TOKEN }] })).toEqual([
      'values.pilot.env.B',
      'values.list[1].c',
    ]);
  });

  it('are found by the name of the value', () => {
    expect(places({ tracer: { lightstep: { accessToken: 'f3a9c1d27b6e4085aa17' } } })).toEqual([
      'values.tracer.lightstep.accessToken',
    ]);
  });

  it('are found where a name and its value are neighbours', () => {
    const values = { envVarFrom: [{ name: 'DB_PASSWORD', value: 'kPq7!zR2vLm9' }] };
    expect(places(values)).toEqual(['values.envVarFrom[0]']);
  });

  it('are never repeated in the message', () => {
    expect(JSON.stringify(credentialsIn({ a: TOKEN }, []))).not.toContain(TOKEN);
  });

  it('are not what names a Secret', () => {
    expect(
      places({ global: { imagePullSecrets: ['regcred'] }, pilot: { env: { CA_PROVIDER: 'Citadel' } } }),
    ).toEqual([]);
  });
});
