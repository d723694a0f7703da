import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { addresses } from '../../../../src/lines/istio-1.0/doctor/addresses';
import { fakeCluster } from '../../../doctor/fake-cluster';
import { serverCertificate, testRoot } from '../../../doctor/server-certificate';
import { membershipOf } from '../../../membership/membership-of';
import { mesh } from './case';

const SERVICES = '[\n {\n  "service-key": "kubernetes.default.svc.cluster.local|https",\n  "hosts": []';
const secure = { ...mesh, security: { ...mesh.security, controlPlaneMutualTls: true } };

const context = {
  mesh,
  membership: membershipOf(mesh),
  primary: mesh.primary,
  remotes: mesh.remotes,
  openReader: () => fakeCluster(),
  connect: async (): Promise<string | undefined> => undefined,
  showCertificates: async () => ({ failure: 'nobody asks' }),
  readHttp: async () => ({ status: 200, head: SERVICES }),
};

describe('the control plane of Istio 1.0', () => {
  it('is tried at the ports of the mesh config', async () => {
    const tried: string[] = [];
    const connect = async (host: string, port: number) => {
      tried.push(`${host}:${port}`);
      return port === 15004 ? 'ECONNREFUSED' : undefined;
    };
    const found = await addresses({ ...context, connect });
    expect(tried).toEqual(['10.8.0.11:15007', '10.8.0.12:15004']);
    // This machine is not a remote, so this does not prove that anything is broken.
    expect(found.map(({ status }) => status)).toEqual(['ok', 'warning']);
  });

  it('is tried at the port for mutual TLS when the mesh has it', async () => {
    const tried: number[] = [];
    const connect = async (_: string, port: number) => {
      tried.push(port);
      return undefined;
    };
    await addresses({ ...context, mesh: secure, connect });
    expect(tried[0]).toBe(15005);
  });
});

describe('Pilot in plain text', () => {
  async function answers(answer: { status: number; head: string } | { failure: string }) {
    const asked: unknown[] = [];
    const readHttp = async (...question: unknown[]) => {
      asked.push(question);
      return answer;
    };
    const found = await addresses({ ...context, readHttp });
    return { asked, found };
  }

  it('lists services by its old API', async () => {
    const { asked, found } = await answers({ status: 200, head: SERVICES });
    expect(asked).toEqual([[{ host: '10.8.0.11', port: 15007 }, '/v1/registration']]);
    expect(found.map(({ message }) => message)).toEqual([
      'pilot at 10.8.0.11:15007 lists services at /v1/registration',
      'something accepts TCP at 10.8.0.12:15004, the address of policy',
    ]);
  });

  it.each([
    [{ status: 403, head: SERVICES }, 'GET /v1/registration there gets 403'],
    [{ status: 200, head: '<html>' }, 'GET /v1/registration there gets no list of services'],
    [{ status: 200, head: '[]' }, 'GET /v1/registration there gets no list of services'],
    [{ failure: 'ECONNRESET' }, 'GET /v1/registration there fails (ECONNRESET)'],
  ])('is not what answers %j', async (answer, why) => {
    const [found] = (await answers(answer)).found;
    expect(found).toMatchObject({ status: 'warning', message: expect.stringContaining(why) });
    expect(found?.message).toMatch(/^something accepts TCP at 10\.8\.0\.11:15007, but /);
  });
});

describe('Pilot with mutual TLS', () => {
  it.each([
    ['spiffe://cluster.local/ns/istio-system/sa/istio-pilot-service-account', 'ok'],
    ['spiffe://mesh.example/ns/istio-system/sa/istio-pilot-service-account', 'ok'],
    ['spiffe://cluster.local/ns/other/sa/istio-pilot-service-account', 'broken'],
    ['spiffe://cluster.local/ns/istio-system/sa/default', 'broken'],
    ['gateway.example.com', 'broken'],
  ])('that shows a certificate for %s is %s', async (name, status) => {
    const { certificate } = await serverCertificate(await testRoot(), [name]);
    const showCertificates = async () => ({ chain: [new X509Certificate(certificate)] });
    const [found] = await addresses({ ...context, mesh: secure, showCertificates });
    expect(found).toMatchObject({ status, message: expect.stringContaining(name) });
  });
});
