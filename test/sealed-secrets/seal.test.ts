import { describe, expect, it } from 'vitest';
import { SEALING_SCOPES } from '../../src/sealed-secrets/format';
import { type PlainSecret, type SealedSecretManifest, sealSecret } from '../../src/sealed-secrets/seal';
import { controller } from './controller';
import { openSealedSecret } from './open';

const SECRET: PlainSecret = {
  name: 'eu-west-1',
  namespace: 'istio-system',
  type: 'Opaque',
  labels: { 'istio/multiCluster': 'true' },
  annotations: { 'networking.istio.io/cluster': 'eu-west-1' },
  data: { 'eu-west-1': Buffer.from('apiVersion: v1\nkind: Config\n') },
};

const own = controller();

const seal = (scope: (typeof SEALING_SCOPES)[number] = 'strict', secret = SECRET) =>
  sealSecret(secret, { certificate: own.certificate, scope });

/** The same object with its first value changed in one byte. */
function withByteChanged(sealed: SealedSecretManifest, at: number): SealedSecretManifest {
  const [[field, value] = ['', '']] = Object.entries(sealed.spec.encryptedData);
  const bytes = Buffer.from(value, 'base64');
  const place = at < 0 ? bytes.length + at : at;
  bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
  return { ...sealed, spec: { ...sealed.spec, encryptedData: { [field]: bytes.toString('base64') } } };
}

describe('a SealedSecret', () => {
  it.each(SEALING_SCOPES)('is opened by the private key of the controller, %s', async (scope) => {
    const opened = openSealedSecret(own.privateKey, await seal(scope));
    expect(opened).toEqual(SECRET.data);
  });

  it('carries type, labels and annotations of the Secret, and no value in plain', async () => {
    const sealed = await seal();
    expect(sealed).toEqual({
      apiVersion: 'bitnami.com/v1alpha1',
      kind: 'SealedSecret',
      metadata: { name: 'eu-west-1', namespace: 'istio-system' },
      spec: {
        encryptedData: { 'eu-west-1': expect.stringMatching(/^[A-Za-z0-9+/]+=*$/) },
        template: {
          metadata: {
            name: 'eu-west-1',
            namespace: 'istio-system',
            labels: SECRET.labels,
            annotations: SECRET.annotations,
          },
          type: 'Opaque',
        },
      },
    });
  });

  it.each([
    ['namespace-wide', 'sealedsecrets.bitnami.com/namespace-wide'],
    ['cluster-wide', 'sealedsecrets.bitnami.com/cluster-wide'],
  ] as const)('says that it is %s in its own annotations and in the template', async (scope, annotation) => {
    const { metadata, spec } = await seal(scope);
    expect(metadata.annotations).toEqual({ [annotation]: 'true' });
    expect(spec.template.metadata.annotations).toEqual({ ...SECRET.annotations, [annotation]: 'true' });
  });

  it('takes neither a scope nor the copy of the whole Secret over from its annotations', async () => {
    const annotations = {
      'sealedsecrets.bitnami.com/cluster-wide': 'true',
      'kubectl.kubernetes.io/last-applied-configuration': '{"data":{"token":"c2VjcmV0"}}',
      'sealedsecrets.bitnami.com/managed': 'true',
    };
    const { metadata, spec } = await seal('strict', { ...SECRET, annotations });
    expect(metadata).not.toHaveProperty('annotations');
    expect(spec.template.metadata.annotations).toEqual({ 'sealedsecrets.bitnami.com/managed': 'true' });
  });

  it('differs each time, since each value gets a session key of its own', async () => {
    const [first, second] = [await seal(), await seal()];
    expect(first.spec.encryptedData).not.toEqual(second.spec.encryptedData);
  });

  it('is not opened by the key of another controller', async () => {
    const other = controller();
    const sealed = await seal();
    expect(() => openSealedSecret(other.privateKey, sealed)).toThrow();
  });
});

describe('a tampered SealedSecret is not opened', () => {
  it.each([
    ['the length, high byte', 0],
    ['the length, low byte', 1],
    ['the session key, first byte', 2],
    ['the session key, last byte', 2 + 255],
    ['the value, first byte', 2 + 256],
    ['the value, last byte', -17],
    ['the tag, first byte', -16],
    ['the tag, last byte', -1],
  ])('with another %s', async (_what, at) => {
    const sealed = await seal();
    expect(openSealedSecret(own.privateKey, sealed)).toEqual(SECRET.data);
    expect(() => openSealedSecret(own.privateKey, withByteChanged(sealed, at))).toThrow();
  });

  it.each([
    ['strict', { name: 'us-east-1' }],
    ['strict', { namespace: 'default' }],
    ['strict', { annotations: { 'sealedsecrets.bitnami.com/cluster-wide': 'true' } }],
    ['namespace-wide', { namespace: 'default' }],
    ['namespace-wide', { annotations: {} }],
    ['cluster-wide', { annotations: {} }],
  ] as const)('sealed %s and moved to %j', async (scope, change) => {
    const sealed = await seal(scope);
    const moved = { ...sealed, metadata: { ...sealed.metadata, ...change } };
    expect(() => openSealedSecret(own.privateKey, moved)).toThrow();
  });

  it.each([
    ['namespace-wide', { name: 'us-east-1' }],
    ['cluster-wide', { name: 'us-east-1', namespace: 'default' }],
  ] as const)('but one sealed %s may move to %j', async (scope, change) => {
    const sealed = await seal(scope);
    const moved = { ...sealed, metadata: { ...sealed.metadata, ...change } };
    expect(openSealedSecret(own.privateKey, moved)).toEqual(SECRET.data);
  });
});
