import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SEALING_SCOPES } from '../../src/sealed-secrets/format';
import { sealSecret } from '../../src/sealed-secrets/seal';
import { controller } from './controller';
import { openSealedSecret } from './open';

const own = controller();

const name = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,40}[a-z0-9])?$/);
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 64 }),
  fc.integer({ min: 0, max: 100_000 }).map((length) => new Uint8Array(length).fill(0xa5)),
);
const secret = fc.record({
  name,
  namespace: name,
  data: fc.dictionary(fc.stringMatching(/^[-._a-zA-Z0-9]{1,30}$/), bytes, { maxKeys: 4 }),
});
const scopes = fc.constantFrom(...SEALING_SCOPES);

const plain = (data: Readonly<Record<string, Uint8Array>>) =>
  Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('hex')]));

describe('whatever the Secret', () => {
  it('opening gives back the bytes that were sealed', async () => {
    await fc.assert(
      fc.asyncProperty(secret, scopes, async (original, scope) => {
        const sealed = await sealSecret(original, { certificate: own.certificate, scope });
        const carried: typeof sealed = JSON.parse(JSON.stringify(sealed));
        expect(plain(openSealedSecret(own.privateKey, carried))).toEqual(plain(original.data));
      }),
      { numRuns: 60, examples: [[{ name: 'a', namespace: 'b', data: { x: new Uint8Array(0) } }, 'strict']] },
    );
  });

  it('no changed byte of a sealed value goes unnoticed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        scopes,
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (value, scope, where, change) => {
          const sealed = await sealSecret(
            { name: 'a', namespace: 'b', data: { x: value } },
            { certificate: own.certificate, scope },
          );
          const wire = Buffer.from(sealed.spec.encryptedData.x ?? '', 'base64');
          const at = where % wire.length;
          wire.writeUInt8(wire.readUInt8(at) ^ change, at);
          const spec = { ...sealed.spec, encryptedData: { x: wire.toString('base64') } };
          expect(() => openSealedSecret(own.privateKey, { ...sealed, spec })).toThrow();
        },
      ),
      { numRuns: 40 },
    );
  });
});
