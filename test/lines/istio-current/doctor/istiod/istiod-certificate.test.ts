import { KeyObject, webcrypto } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  BasicConstraintsExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '../../../../../src/certificates/certificate-library';
import { changed } from '../../../../doctor/fake-cluster';
import { fakeCertificate } from '../../../../kubernetes/api/fake-certificate';
import { ask, mesh, type Situation, trusting } from './ask';
import { connecting, FakeIstiod, ISTIOD_CERTIFICATE, twoForEachTest } from './fake-istiod';

const NAME = 'istiod.istio-system.svc';

let one: FakeIstiod;
let two: FakeIstiod;
twoForEachTest((started) => {
  [one, two] = started;
});

const run = (situation: Situation = {}, of = mesh) => ask('istiod-certificate', [one, two], situation, of);

describe('istiod-certificate', () => {
  it('finds a caBundle of another root, though the ConfigMap in the remote has the same', async () => {
    const other = await fakeCertificate('istiod.istio-system.svc', 'dns');
    const remote = changed(trusting(other.cert), 'ConfigMap', 'istio-ca-root-cert', (object) => ({
      ...object,
      data: { 'root-cert.pem': other.cert },
    }));
    expect(await run({ remote })).toMatchObject([
      {
        status: 'broken',
        message: expect.stringContaining(
          'istiod shows a certificate on 15017 that the caBundle of istio-sidecar-injector does not verify',
        ),
      },
    ]);
  });

  it('trusts one of several roots in a caBundle', async () => {
    const other = await fakeCertificate('other', 'dns');
    const remote = trusting(`${other.cert}\n${ISTIOD_CERTIFICATE.cert}`);
    expect(await run({ remote })).toMatchObject([{ status: 'ok' }]);
  });

  it.each(['root', 'intermediate'] as const)(
    'trusts a chain by its %s alone, as Go does',
    async (trusted) => {
      const { certificates, shown } = await chain();
      await using plugged = await FakeIstiod.start('istiod-1', shown);
      const situation = {
        pods: [plugged.object()],
        primary: { connectToPod: connecting([plugged]) },
        remote: trusting(certificates[trusted]),
      };
      expect(await run(situation)).toMatchObject([{ status: 'ok' }]);
    },
  );

  it('does not take the common name of a certificate for its host, as Go does not', async () => {
    const { certificates, shown } = await chain([]);
    await using plain = await FakeIstiod.start('istiod-1', shown);
    const situation = {
      pods: [plain.object()],
      primary: { connectToPod: connecting([plain]) },
      remote: trusting(certificates.root),
    };
    expect((await run(situation))[0]?.message).toContain(`that is not for ${NAME}`);
  });

  it('finds a certificate for another name, in the replica that shows it', async () => {
    const named = await fakeCertificate('istiod-1-29.istio-system.svc', 'dns');
    await using third = await FakeIstiod.start('istiod-3', named);
    const pods = [one.object(), third.object()];
    const remote = trusting(`${named.cert}\n${ISTIOD_CERTIFICATE.cert}`);
    const primary = { connectToPod: connecting([one, third]) };
    expect(await run({ pods, remote, primary })).toMatchObject([
      { status: 'ok' },
      {
        status: 'broken',
        message: expect.stringContaining(
          'istiod in istiod-3 shows a certificate on 15017 that is not for istiod.istio-system.svc',
        ),
      },
    ]);
  });

  it('says nothing of webhooks without a caBundle, which is a finding of its own', async () => {
    expect(await run({ remote: trusting('') })).toEqual([]);
  });
});

/** istiod's chain with its own authority in cacerts: its certificate, and that of the authority. */
async function chain(names: readonly string[] = [NAME]) {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const newKeys = () => webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const [rootKeys, middleKeys, leafKeys] = [await newKeys(), await newKeys(), await newKeys()];
  const base = {
    signingAlgorithm: algorithm,
    notBefore: new Date(Date.now() - 3_600_000),
    notAfter: new Date(Date.now() + 48 * 3_600_000),
  };
  const authority = [new BasicConstraintsExtension(true)];
  const root = await X509CertificateGenerator.createSelfSigned({
    ...base,
    ...{ name: 'CN=root', keys: rootKeys, extensions: authority },
  });
  const middle = await X509CertificateGenerator.create({
    ...base,
    ...{ subject: 'CN=middle', issuer: 'CN=root', extensions: authority },
    ...{ publicKey: middleKeys.publicKey, signingKey: rootKeys.privateKey },
  });
  const alternatives = names.map((value) => ({ type: 'dns' as const, value }));
  const extensions = alternatives.length === 0 ? [] : [new SubjectAlternativeNameExtension(alternatives)];
  const leaf = await X509CertificateGenerator.create({
    ...base,
    ...{ subject: `CN=${NAME}`, issuer: 'CN=middle', extensions },
    ...{ publicKey: leafKeys.publicKey, signingKey: middleKeys.privateKey },
  });
  const key = KeyObject.from(leafKeys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString();
  return {
    certificates: { root: root.toString('pem'), intermediate: middle.toString('pem') },
    shown: { cert: `${leaf.toString('pem')}\n${middle.toString('pem')}`, key },
  };
}
