import { describe, expect, it } from 'vitest';
import { contradictions, type Setting, valuesOf } from '../../src/control-plane/setting';
import { problemText } from '../../src/problem';

const AT = ['controlPlane', 'values'];

const NAME: Setting = { value: 'global.meshID', is: 'mesh1', place: ['meshId'] };
const HOSTS: Setting = {
  value: 'pilot.env.HOSTS',
  is: 'a.example.com',
  place: ['primary', 'addresses', 'istiod'],
  includes: (got) => String(got).split(',').includes('a.example.com'),
};
const EXTERNAL: Setting = {
  value: 'global.externalIstiod',
  is: true,
  place: ['remotes'],
  alsoIn: ['pilot.env.EXTERNAL_ISTIOD'],
};
const NONE: Setting = { value: 'global.remotePilotAddress', is: '', place: ['primary'], byDefault: true };

const said = (settings: readonly Setting[], own: Parameters<typeof valuesOf>[1]) =>
  contradictions(settings, own, AT).map(problemText);

describe('the values of a control plane', () => {
  it('have what the mesh says, and the user’s own beside it', () => {
    expect(
      valuesOf([NAME, EXTERNAL, NONE], { global: { logAsJson: true }, pilot: { replicaCount: 2 } }),
    ).toEqual({
      global: { meshID: 'mesh1', externalIstiod: true, logAsJson: true },
      pilot: { replicaCount: 2 },
    });
  });

  it('take a value of the user’s own that says the same and more', () => {
    const own = { pilot: { env: { HOSTS: 'a.example.com,b.example.com' } } };
    expect(said([HOSTS], own)).toEqual([]);
    expect(valuesOf([HOSTS], own)).toEqual(own);
  });
});

describe('a value of the user’s own', () => {
  it('contradicts the mesh with both places', () => {
    expect(said([NAME], { global: { meshID: 'other' } })).toEqual([
      'controlPlane.values.global.meshID: contradicts meshId: expected "mesh1", got "other". Remove it, or correct meshId',
    ]);
  });

  it('contradicts it by every spelling of the value', () => {
    const texts = said([HOSTS, EXTERNAL], {
      env: { HOSTS: 'b.example.com', EXTERNAL_ISTIOD: 'false' },
      pilot: { env: { EXTERNAL_ISTIOD: false } },
    });
    expect(texts.map((text) => text.split(': ')[0])).toEqual([
      'controlPlane.values.env.HOSTS',
      'controlPlane.values.pilot.env.EXTERNAL_ISTIOD',
      'controlPlane.values.env.EXTERNAL_ISTIOD',
    ]);
  });

  it('may repeat what the mesh says, as Helm prints it', () => {
    expect(said([NAME, EXTERNAL], { global: { meshID: 'mesh1', externalIstiod: 'true' } })).toEqual([]);
    expect(said([NONE], { global: { remotePilotAddress: '' } })).toEqual([]);
  });

  it('may not be there where the mesh needs none', () => {
    expect(said([NONE], { global: { remotePilotAddress: '10.1.2.3' } })).toEqual([
      'controlPlane.values.global.remotePilotAddress: contradicts primary: expected no value, got "10.1.2.3". Remove it',
    ]);
  });

  it('says only its shape where it is no scalar', () => {
    expect(said([NAME], { global: { meshID: ['a'] } })[0]).toContain('got ["a"]');
    expect(said([NAME], { global: { meshID: { a: 1 } } })[0]).toContain('got a map');
  });
});
