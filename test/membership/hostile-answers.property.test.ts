import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/run';
import type { KubeObject } from '../../src/kubernetes/api/cluster';
import { FakeMesh, MESH, MESH_CURRENT, READS_CURRENT } from '../kubernetes/api/fake-mesh';
import { runs } from '../seed';

/** Values that a server may put in any place. */
const VALUES = [
  null,
  0,
  -1,
  '',
  'x',
  true,
  [],
  {},
  [null],
  [{}],
  { metadata: null },
  { name: 1 },
  'constructor',
];

/** Every key in a body. */
function keysOf(body: unknown): string[] {
  if (typeof body !== 'object' || body === null) return [];
  const own = Array.isArray(body) ? [] : Object.keys(body);
  return [...own, ...Object.values(body).flatMap(keysOf)];
}

/** Replaces every value with a key. */
function replaced(body: unknown, key: string, value: unknown): unknown {
  if (Array.isArray(body)) return body.map((part) => replaced(part, key, value));
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(
    Object.entries(body).map(([name, part]) => [name, name === key ? value : replaced(part, key, value)]),
  );
}

const COMMANDS = [
  ['join', 'eu-west-1', '--allow-localhost'],
  ['kubeconfig', 'eu-west-1', '--allow-localhost', '--output', '-'],
  ['kubeconfig', 'eu-west-1', '--allow-localhost', '--output', '-', '--token-request'],
  ['leave', 'eu-west-1', '--yes', '--delete-leftovers'],
  ['leave', 'gone', '--yes', '--context', 'eu-west-1'],
  ['addresses'],
  ['addresses', '--from', 'services'],
  ['addresses', '--from', 'gateway'],
  ['doctor', '--skip-addresses', '--within', '5s'],
  ['services', '--from', 'eu-west-1', 'shop/cart'],
];

const SERVICE = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'cart', namespace: 'shop', ownerReferences: [{ kind: 'Shop', name: 'x' }] },
  spec: {
    type: 'LoadBalancer',
    clusterIP: '10.0.0.1',
    selector: { a: 'b' },
    ports: [{ name: 'http', port: 80 }],
  },
  status: { loadBalancer: { ingress: [{ ip: '10.0.0.9' }] } },
};
const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'istio-pilot-1', namespace: 'istio-system', labels: { istio: 'pilot' } },
  status: { phase: 'Running', podIP: '10.16.0.11', conditions: [{ type: 'Ready', status: 'True' }] },
};

describe.each([
  ['Istio 1.0', MESH],
  ['current Istio', MESH_CURRENT],
])('commands for live clusters of %s', (_line, text) => {
  let mesh: FakeMesh;
  let before: readonly (readonly [string, KubeObject])[][];

  beforeAll(async () => {
    mesh = await FakeMesh.start(text);
    if (text === MESH_CURRENT) mesh.remote.readerReads = [...READS_CURRENT];
    mesh.remote.put(SERVICE);
    mesh.remote.put({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: 'n' },
      spec: { podCIDRs: ['10.0.0.0/24'] },
    });
    mesh.primary.put(POD);
    for (const name of ['istio-pilot', 'istiod', 'istio-pilot-exposed', 'istio-ingressgateway'])
      mesh.primary.put({ ...SERVICE, metadata: { name, namespace: 'istio-system' } });
    before = [mesh.primary, mesh.remote].map(({ objects }) => [...objects]);
  });
  afterAll(() => mesh[Symbol.asyncDispose]());

  async function cli(argv: readonly string[]) {
    let err = '';
    const terminal = {
      out: () => undefined,
      data: () => undefined,
      err: (line: string) => {
        err += line;
      },
      interactive: false,
      colours: false,
      env: { ...mesh.connection.env, CDK8S_OUTDIR: mesh.outdir },
    };
    return { code: await run([...argv, '--config', mesh.config], '0.0.0', terminal), err };
  }

  /** Runs a command on unchanged clusters. @param change changes the bodies of all answers */
  async function onFresh(argv: readonly string[], timeout: number, change: (body: unknown) => unknown) {
    for (const [index, side] of [mesh.primary, mesh.remote].entries()) {
      side.objects.clear();
      for (const [key, object] of before[index] ?? []) side.objects.set(key, object);
      side.change = change;
    }
    return cli([...argv, '--timeout', String(timeout)]);
  }

  it('end with a message for people, whatever a server puts into its answers', async () => {
    const keys = new Set<string>();
    for (const argv of COMMANDS)
      await onFresh(argv, 10, (body) => {
        for (const key of keysOf(body)) keys.add(key);
        return body;
      });
    expect(keys.size).toBeGreaterThan(50);
    const places = [...keys].sort();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...COMMANDS),
        fc.constantFrom(...places),
        fc.constantFrom(...VALUES),
        async (argv, key, value) => {
          const { code, err } = await onFresh(argv, 0.3, (body) => replaced(body, key, value));
          expect([0, 1], `${argv.join(' ')}\n${err}`).toContain(code);
        },
      ),
      { numRuns: runs(12) },
    );
  });
});
