import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { CertificatePlace } from '../../../../src/doctor/shown-certificate';
import { addresses } from '../../../../src/lines/istio-current/doctor/addresses';
import type { MeshCurrent } from '../../../../src/lines/istio-current/mesh';
import { serverCertificate, testRoot } from '../../../doctor/server-certificate';
import { meshOf, primaryContext } from './current-cluster';

async function look(mesh: MeshCurrent, names: readonly string[]) {
  const asked: string[] = [];
  const { certificate } = await serverCertificate(await testRoot(), names);
  const found = await addresses({
    ...primaryContext(mesh),
    readHttp: async () => ({ failure: 'nobody asks' }),
    showCertificates: async ({ host, port, servername }: CertificatePlace) => {
      asked.push(`${host} ${port} ${servername}`);
      return { chain: [new X509Certificate(certificate)] };
    },
  });
  return { asked, found };
}

const ISTIOD = 'istiod.istio-system.svc';

describe('istiod', () => {
  it('is asked at every address of the remotes, by the name that they send', async () => {
    const { asked, found } = await look(meshOf(', istiodAddress: "2001:db8::1"'), [ISTIOD]);
    expect(asked).toEqual([
      `10.8.0.11 15012 ${ISTIOD}`,
      `10.8.0.11 15017 ${ISTIOD}`,
      `2001:db8::1 15012 ${ISTIOD}`,
      `2001:db8::1 15017 ${ISTIOD}`,
    ]);
    expect(new Set(found.map(({ status }) => status))).toEqual(new Set(['ok']));
    expect(found[0]?.message).toBe(`istiod at 10.8.0.11:15012 shows a certificate for ${ISTIOD}`);
  });

  it('is asked on the port of webhooks by the host of their URL', async () => {
    const { asked } = await look(meshOf(', istiodAddress: istiod.example.com'), [ISTIOD]);
    expect(asked).toContain(`istiod.example.com 15012 ${ISTIOD}`);
    expect(asked).toContain('istiod.example.com 15017 istiod.example.com');
  });

  it('is identified by its configured host', async () => {
    const { found } = await look(meshOf(', istiodAddress: istiod.example.com'), ['istiod.example.com']);
    expect(found.map(({ status }) => status)).toEqual(['ok', 'ok', 'ok', 'ok']);
  });

  it('is known by the name of its revision', async () => {
    const mesh = meshOf('', 'revision: 1-30');
    const own = await look(mesh, ['istiod-1-30.istio-system.svc']);
    expect(own.asked[0]).toBe('10.8.0.11 15012 istiod-1-30.istio-system.svc');
    expect(own.found[0]?.status).toBe('ok');
    expect((await look(mesh, [ISTIOD])).found[0]?.status).toBe('broken');
  });

  it('is not who shows the certificate of somebody else', async () => {
    const { found } = await look(meshOf(), ['proxy.example.com']);
    expect(found[0]).toEqual({
      status: 'broken',
      message:
        'another server than istiod answers at 10.8.0.11:15012: its certificate is for proxy.example.com',
      fix: expect.stringContaining('addresses.istiod'),
    });
  });

  it('may be who shows no certificate', async () => {
    const found = await addresses({
      ...primaryContext(meshOf()),
      readHttp: async () => ({ failure: 'nobody asks' }),
    });
    expect(found.map(({ status }) => status)).toEqual(['warning', 'warning']);
    expect(found[0]?.message).toMatch(/^something accepts TCP at 10\.8\.0\.11:15012/);
  });
});
