import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiServer, apiServerFor } from './api-server';
import { istioRemote, type Ran } from './run';

const binaries = apiServerFor('1.0');
const NAMESPACE = ['--namespace', 'istio-system'];

const GATEWAY = { pilot: '10.9.0.1', policy: '10.9.0.1', telemetry: '10.9.0.1', zipkin: '10.9.0.1' };
const OWN = { pilot: '10.9.0.1', policy: '10.9.0.2', telemetry: '10.9.0.3', zipkin: '10.9.0.4' };

/** In an order that makes every step change the existing objects. */
const MODES: [name: string, exposure: unknown, addresses: object][] = [
  ['load-balancer', { mode: 'load-balancer', annotations: { a: 'b' }, fixedAddresses: true }, OWN],
  ['ingress-gateway', 'ingress-gateway', GATEWAY],
  [
    'dedicated-gateway',
    { mode: 'dedicated-gateway', annotations: {}, sourceRanges: ['10.0.0.0/8'], fixedAddresses: true },
    GATEWAY,
  ],
  ['load-balancer with few ports', { mode: 'load-balancer', annotations: {}, ports: 'needed' }, OWN],
  [
    'dedicated-gateway with few ports',
    { mode: 'dedicated-gateway', annotations: {}, ports: 'needed' },
    GATEWAY,
  ],
];

function meshText(exposure: unknown, addresses: object): string {
  return `istio: 1.0.9
primary: # of all
  name: hq
  addresses: ${JSON.stringify(addresses)}
  exposure: ${JSON.stringify(exposure)}
security: { controlPlaneMutualTls: true, selfSignedCa: false }
defaults: { pilotService: true }
remotes: [{ name: eu }]
`;
}

describe.skipIf(binaries === undefined)('the exposure of a control plane on a real API server', () => {
  let server: ApiServer;

  beforeAll(async () => {
    if (binaries === undefined) return;
    server = await ApiServer.start(binaries);
    server.succeed(['apply', '-f', 'imports/crds/istio-1.0.yaml']);
    server.succeed(['wait', '--for', 'condition=Established', '--timeout', '60s', 'crd', '--all']);
    server.succeed(['create', 'namespace', 'istio-system']);
  });

  afterAll(() => server?.stop());

  describe.each(MODES)('%s', (name, exposure, addresses) => {
    it('is taken whole, also over the mode before, and the second time changes nothing', () => {
      const work = server.work(name.replaceAll(' ', '-'));
      writeFileSync(join(work, 'mesh.yaml'), meshText(exposure, addresses));
      const synthesized = istioRemote(['synth'], { cwd: work });
      expect(synthesized.code, synthesized.stderr).toBe(0);
      const folder = join(work, 'dist/hq');
      const first = server.kubectl(['apply', '-f', folder]);
      expect(first.code, first.stderr).toBe(0);
      const again = server.kubectl(['apply', '-f', folder]);
      expect(
        again.stdout
          .trimEnd()
          .split('\n')
          .filter((line) => !line.endsWith(' unchanged')),
      ).toEqual([]);
      expect(server.kubectl(['diff', '-f', folder])).toMatchObject({ code: 0, stdout: '' });
      expect(istioRemote(['check'], { cwd: work }).code).toBe(0);
    });
  });

  describe('addresses', () => {
    let work: string;

    beforeAll(() => {
      if (server === undefined) return;
      work = server.work('addresses');
      writeFileSync(join(work, 'mesh.yaml'), meshText({ mode: 'load-balancer', annotations: {} }, OWN));
      expect(istioRemote(['synth'], { cwd: work }).code).toBe(0);
      server.succeed(['apply', '-f', join(work, 'dist/hq')]);
    });

    function addresses(...args: string[]): Ran {
      return istioRemote(['addresses', '--kubeconfig', server.kubeconfig, ...args], { cwd: work });
    }

    /** Writes a status, as a cloud or a node does. */
    function setStatus(resource: string, name: string, status: object): void {
      const object = JSON.parse(server.succeed(['get', resource, name, ...NAMESPACE, '--output', 'json']));
      const path = `/api/v1/namespaces/istio-system/${resource}/${name}/status`;
      server.succeed(['replace', '--raw', path, '-f', '-'], JSON.stringify({ ...object, status }));
    }

    it('are in doubt while the load balancers have none', () => {
      const { code, stdout, stderr } = addresses('--write');
      expect(code).toBe(1);
      expect(stdout).toMatch(/^pilot +10\.9\.0\.1 +- +pending +Service istio-pilot-exposed$/m);
      expect(stderr).toContain(
        'Nothing is written, since the address of pilot, policy, telemetry, zipkin is in doubt.',
      );
    });

    it('are compared with, and written into, the file', () => {
      const live = { 'istio-pilot': '10.7.0.1', 'istio-policy': '10.9.0.2', 'istio-telemetry': '10.9.0.3' };
      for (const [name, ip] of Object.entries(live))
        setStatus('services', `${name}-exposed`, { loadBalancer: { ingress: [{ ip }] } });
      setStatus('services', 'zipkin-exposed', {
        loadBalancer: { ingress: [{ hostname: 'zipkin.lb.example.com' }] },
      });

      expect(addresses('--check').code).toBe(1);
      expect(addresses().code).toBe(0);
      const written = addresses('--write');
      expect(written.code, written.stderr).toBe(0);
      expect(readFileSync(join(work, 'mesh.yaml'), 'utf8')).toBe(
        meshText(
          { mode: 'load-balancer', annotations: {} },
          { ...OWN, pilot: '10.7.0.1', zipkin: 'zipkin.lb.example.com' },
        ),
      );
      expect(addresses('--check')).toMatchObject({ code: 0, stderr: '' });
    });

    it('come with no note once the documented patch has opened the ports of the ingress gateway', () => {
      const ports = [80, 443, 15011, 8060].map((port) => ({ name: `port-${port}`, port }));
      const service = {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'istio-ingressgateway', namespace: 'istio-system' },
        spec: { type: 'LoadBalancer', ports, selector: { istio: 'ingressgateway' } },
      };
      server.succeed(['create', '-f', '-'], JSON.stringify(service));
      setStatus('services', 'istio-ingressgateway', { loadBalancer: { ingress: [{ ip: '10.9.0.1' }] } });
      expect(addresses('--from', 'gateway').stderr).toContain(
        'telemetry: the Service does not offer port 15004',
      );

      const page = readFileSync('docs/exposing-the-control-plane.md', 'utf8');
      const patch = /--patch '\n([^']*)'/.exec(page)?.[1] ?? '';
      server.succeed(['patch', 'service', 'istio-ingressgateway', ...NAMESPACE, '--patch', patch]);
      expect(addresses('--from', 'gateway').stderr).not.toContain('does not offer');
      server.succeed(['delete', 'service', 'istio-ingressgateway', ...NAMESPACE]);
    });

    it('are those of ready pods, and never those of others', () => {
      const pod = (name: string, labels: object) => ({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name, namespace: 'istio-system', labels },
        spec: { automountServiceAccountToken: false, containers: [{ name: 'a', image: 'a' }] },
      });
      const items = [pod('istio-pilot-1', { istio: 'pilot' }), pod('istio-tracing-1', { app: 'jaeger' })];
      server.succeed(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
      setStatus('pods', 'istio-pilot-1', {
        phase: 'Running',
        podIP: '10.8.0.11',
        conditions: [{ type: 'Ready', status: 'True' }],
      });
      const { code, stdout } = addresses('--from', 'pods', '--json');
      expect(code).toBe(1);
      expect(JSON.parse(stdout).addresses).toMatchObject([
        { component: 'pilot', live: '10.8.0.11', source: 'pod istio-pilot-1', state: 'found', differs: true },
        { component: 'policy', state: 'none', differs: false },
        { component: 'telemetry', state: 'none', differs: false },
        { component: 'zipkin', state: 'not ready', differs: false },
      ]);
    });
  });
});
