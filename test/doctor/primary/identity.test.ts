import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Authority } from '../../../src/certificates/authority';
import { byCertificate, type Identity } from '../../../src/doctor/primary/identity';
import { answering } from '../../../src/doctor/primary/reachability';
import type { CertificatePlace } from '../../../src/doctor/shown-certificate';
import { serverCertificate, testRoot } from '../server-certificate';

const ISTIOD = 'istiod.istio-system.svc';
const AT = { host: '10.8.0.11', port: 15012 };
let root: Authority;

beforeAll(async () => {
  root = await testRoot();
});

async function whoShows(names: readonly string[], expected: readonly (string | RegExp)[] = [ISTIOD]) {
  const asked: CertificatePlace[] = [];
  const { certificate } = await serverCertificate(root, names);
  const identity = await byCertificate(
    async (place) => {
      asked.push(place);
      return { chain: [new X509Certificate(certificate)] };
    },
    { ...AT, servername: ISTIOD },
    expected,
  );
  return { asked, identity };
}

describe('a certificate', () => {
  it('shows who answers by any of the expected names', async () => {
    const { asked, identity } = await whoShows(['istio-pilot.istio-system.svc', ISTIOD], ['other', ISTIOD]);
    expect(identity).toEqual({ known: `shows a certificate for ${ISTIOD}` });
    expect(asked).toEqual([{ ...AT, servername: ISTIOD }]);
  });

  it('shows who answers by a SPIFFE name', async () => {
    const pilot = 'spiffe://mesh.example/ns/istio-system/sa/istio-pilot-service-account';
    const { identity } = await whoShows(
      [pilot],
      [/^spiffe:\/\/[^/]+\/ns\/istio-system\/sa\/istio-pilot-service-account$/],
    );
    expect(identity).toEqual({ known: `shows a certificate for ${pilot}` });
  });

  it.each([
    ['another host', ['proxy.example.com', '192.0.2.7'], 'proxy.example.com, 192.0.2.7'],
    ['many hosts', ['a.test', 'b.test', 'c.test', 'd.test', 'e.test'], 'a.test, b.test, c.test and 2 more'],
    ['a workload of a mesh', ['spiffe://c/ns/shop/sa/cart'], 'spiffe://c/ns/shop/sa/cart'],
    ['no name', [], 'no name'],
    ['a name with a credential', ['a9Xk27QmP4zR81vLw.test'], '<hidden>'],
    ['a name without end', [`${'long-'.repeat(30)}.test`], `${'long-'.repeat(15)}long…`],
  ])('for %s is somebody else’s', async (_, names, seen) => {
    const { identity } = await whoShows(names);
    expect(identity).toEqual({ other: `its certificate is for ${seen}` });
  });

  it('that cannot be read identifies nobody', async () => {
    const unread = await byCertificate(async () => ({ failure: 'ETIMEDOUT' }), AT, [ISTIOD]);
    expect(unread).toEqual({ unidentified: 'it shows no certificate (ETIMEDOUT)' });
  });
});

describe('a place that accepts TCP', () => {
  async function observed(identify?: () => Promise<Identity>) {
    const place = { what: 'istiod', ...AT, correct: 'addresses.istiod', ...(identify && { identify }) };
    const [found] = await answering([place], async () => undefined);
    return found;
  }

  it('is ok when it shows who it is', async () => {
    expect(await observed(async () => ({ known: 'shows a certificate for x' }))).toEqual({
      status: 'ok',
      message: 'istiod at 10.8.0.11:15012 shows a certificate for x',
    });
  });

  it('is broken when it shows that it is somebody else', async () => {
    expect(await observed(async () => ({ other: 'its certificate is for y' }))).toEqual({
      status: 'broken',
      message: 'another server than istiod answers at 10.8.0.11:15012: its certificate is for y',
      fix: expect.stringMatching(/^Correct addresses\.istiod, .*--skip-addresses/),
    });
  });

  it('is a warning when it does not show who it is', async () => {
    expect(await observed(async () => ({ unidentified: 'it is silent' }))).toEqual({
      status: 'warning',
      message: 'something accepts TCP at 10.8.0.11:15012, but it may not be istiod: it is silent',
      fix: expect.stringContaining('proxy'),
    });
  });

  it('is ok as what it is when nobody can ask', async () => {
    expect(await observed()).toEqual({
      status: 'ok',
      message: 'something accepts TCP at 10.8.0.11:15012, the address of istiod',
    });
  });
});

it('asks nobody who they are where the port is closed', async () => {
  let asked = 0;
  const identify = async (): Promise<Identity> => {
    asked += 1;
    return { known: 'x' };
  };
  const place = { what: 'istiod', ...AT, correct: 'addresses.istiod', identify };
  const [found] = await answering([place], async () => 'ECONNREFUSED');
  expect([found?.status, asked]).toEqual(['warning', 0]);
  expect(found?.message).toContain('does not answer from this machine (ECONNREFUSED)');
});
