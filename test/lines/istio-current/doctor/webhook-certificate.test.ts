import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Authority } from '../../../../src/certificates/authority';
import type { CertificatePlace } from '../../../../src/doctor/shown-certificate';
import { checks } from '../../../../src/lines/istio-current/doctor/checks';
import type { MeshCurrent } from '../../../../src/lines/istio-current/mesh';
import { CA_BUNDLE } from '../../../certificates-in-pem';
import { changed, observed } from '../../../doctor/fake-cluster';
import { serverCertificate, testRoot } from '../../../doctor/server-certificate';
import { healthyPrimary, meshOf, primaryContext } from './current-cluster';

const NAME = 'istiod.mesh.example.com';
const named = meshOf(`, istiodAddress: ${NAME}`);
let root: Authority;

beforeAll(async () => {
  root = await testRoot();
});

/** Runs the check with servers that show a certificate for some hosts, or none if there is no answer. */
async function look(mesh: MeshCurrent, hosts: readonly string[], custom = '') {
  const asked: CertificatePlace[] = [];
  const { certificate } = await serverCertificate(root, hosts);
  const objects = changed(healthyPrimary(), 'Deployment', 'istiod', (object) => ({
    ...object,
    spec: {
      template: { spec: { containers: [{ env: [{ name: 'ISTIOD_CUSTOM_HOST', value: custom }] }] } },
    },
  }));
  const context = {
    ...primaryContext(mesh, { objects }),
    showCertificates: async (place: CertificatePlace) => {
      asked.push(place);
      return hosts.length === 0 ? { failure: 'ETIMEDOUT' } : { chain: [new X509Certificate(certificate)] };
    },
  };
  const check = checks.primary['webhook-certificate'];
  if (check === undefined) throw new Error('no such check');
  return { asked, found: await observed(check(context)) };
}

describe('the certificate of istiod', () => {
  it('is asked for by nobody where the webhooks go by the Service', async () => {
    const { asked, found } = await look(meshOf(), []);
    expect([asked, found.map(({ status }) => status)]).toEqual([[], ['ok']]);
  });

  it('covers the host that an API server uses to call istiod', async () => {
    const { asked, found } = await look(named, ['istiod.istio-system.svc', NAME]);
    expect(asked).toEqual([{ host: NAME, port: 15017 }]);
    expect(found).toMatchObject([
      { status: 'ok', message: `the certificate at ${NAME}:15017 covers ${NAME}` },
    ]);
  });

  it('does not cover it until istiod is configured', async () => {
    const { found } = await look(named, ['istiod.istio-system.svc', 'istio-pilot.istio-system.svc']);
    expect(found).toEqual([
      {
        status: 'broken',
        message: `the certificate at ${NAME}:15017 is valid for istiod.istio-system.svc, istio-pilot.istio-system.svc, not for ${NAME}, so that the API server of eu refuses every pod that asks for a sidecar`,
        fix: `Install istiod with ISTIOD_CUSTOM_HOST=${NAME}, as the page of the mesh says`,
      },
    ]);
  });

  it('has to cover it for the validating webhook alone, too', async () => {
    const more = `, sidecarInjector: { enabled: false }, validation: { caBundle: ${CA_BUNDLE} }`;
    const { found } = await look(meshOf(`, istiodAddress: ${NAME}${more}`), ['other']);
    expect(found).toMatchObject([
      {
        status: 'broken',
        message: expect.stringContaining('the API server of eu refuses every Istio object'),
      },
    ]);
  });

  it.each([
    [`a.example.com,${NAME}`, 'ok', `istiod has ${NAME} in ISTIOD_CUSTOM_HOST`],
    ['a.example.com', 'warning', `istiod lacks ${NAME} in ISTIOD_CUSTOM_HOST`],
  ])('that nobody shows is judged by ISTIOD_CUSTOM_HOST=%s: %s', async (custom, status, message) => {
    const { found } = await look(named, [], custom);
    expect(found).toMatchObject([{ status, message: expect.stringContaining(message) }]);
    expect(found[0]?.message).toContain(`${NAME}:15017 cannot be read from this machine (ETIMEDOUT)`);
  });

  it('is asked for at the host and port of a URL', async () => {
    const url = 'https://[fd00::11]/inject/cluster/eu/net/n2';
    const { asked, found } = await look(meshOf(`, sidecarInjector: { url: "${url}" }`), ['fd00::11']);
    expect(asked).toEqual([{ host: 'fd00::11', port: 443 }]);
    expect(found).toMatchObject([{ status: 'ok' }]);
  });
});
