import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AddressesOptions, addresses } from '../../src/addresses/compare-addresses';
import { readMeshForAddresses } from '../../src/lines/edit-addresses';
import { lineOf } from '../../src/lines/loaded-lines';
import { type LiveObjects, livePrimary, pod, service } from '../lines/istio-1.0/live-primary';

const MESH = `# who runs what
istio: 1.0.9
primary:
  name: hq
  addresses: { pilot: '10.8.0.11', policy: 10.8.0.12 } # old ones
remotes: [{ name: eu }]
`;

let folder: string;
let config: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'addresses-'));
  config = join(folder, 'mesh.yaml');
  writeFileSync(config, MESH);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Pods of all four components, the first two at the addresses of {@link MESH}. */
const RUNNING: LiveObjects = [
  pod('istio-pilot-1', { istio: 'pilot' }, '10.8.0.11'),
  pod('istio-policy-1', { istio: 'mixer', 'istio-mixer-type': 'policy' }, '10.8.0.12'),
  pod('istio-telemetry-1', { istio: 'mixer', 'istio-mixer-type': 'telemetry' }, '10.8.0.13'),
  pod('istio-tracing-1', { app: 'jaeger' }, '10.8.0.14'),
];

async function run(objects: LiveObjects, options: Partial<AddressesOptions> = {}, file = config) {
  const mesh = await readMeshForAddresses(file);
  const { addresses: finder } = await lineOf(mesh.mesh).live();
  return addresses(mesh, finder, { open: () => livePrimary(objects), ...options });
}

describe('comparing', () => {
  it('finds the pods by the labels of the guide', async () => {
    const { from, rows, unknown, differing } = await run(RUNNING);
    expect(from).toBe('pods');
    expect(rows.map(({ component, live }) => `${component} ${live}`)).toEqual([
      'pilot 10.8.0.11',
      'policy 10.8.0.12',
      'telemetry 10.8.0.13',
      'zipkin 10.8.0.14',
    ]);
    expect([unknown, differing]).toEqual([[], []]);
  });

  it('reports the component with another address', async () => {
    const moved = RUNNING.with(0, pod('istio-pilot-2', { istio: 'pilot' }, '10.8.3.7'));
    const { rows, differing } = await run(moved);
    expect(differing).toEqual(['pilot']);
    expect(rows[0]).toEqual({
      component: 'pilot',
      inFile: '10.8.0.11',
      live: '10.8.3.7',
      source: 'pod istio-pilot-2',
      state: 'found',
      differs: true,
    });
  });

  it('does not mind a component that neither the file nor the primary has', async () => {
    const { rows, unknown } = await run(RUNNING.slice(0, 2));
    expect(rows.map(({ component }) => component)).toEqual(['pilot', 'policy']);
    expect(unknown).toEqual([]);
  });

  it('doubts a component that only the file has', async () => {
    expect((await run(RUNNING.slice(0, 1))).unknown).toEqual(['policy']);
  });

  it('doubts a component that was asked for and does not run', async () => {
    expect((await run([], { components: ['zipkin'] })).unknown).toEqual(['zipkin']);
  });

  it.each([
    ['pod-ip', 'pods'],
    ['{ mode: load-balancer, annotations: {} }', 'services'],
    ['ingress-gateway', 'gateway'],
    ['{ mode: dedicated-gateway, annotations: {} }', 'gateway'],
  ])('with exposure %s looks at %s', async (exposure, from) => {
    writeFileSync(config, MESH.replace('  addresses:', `  exposure: ${exposure}\n  addresses:`));
    expect((await run(RUNNING)).from).toBe(from);
  });

  it('asks a gateway only for what the file declares', async () => {
    const { rows } = await run([service('istio-ingressgateway', 'LoadBalancer', [{ ip: '10.9.0.1' }])], {
      from: 'gateway',
    });
    expect(rows.map(({ component, live }) => `${component} ${live}`)).toEqual([
      'pilot 10.9.0.1',
      'policy 10.9.0.1',
    ]);
  });
});

describe('writing', () => {
  const moved = RUNNING.with(0, pod('istio-pilot-2', { istio: 'pilot' }, '10.8.3.7'));

  it('changes the addresses, adds missing ones, and nothing else', async () => {
    const { written } = await run(moved, { write: true });
    expect(written).toEqual(['pilot', 'telemetry', 'zipkin']);
    expect(readFileSync(config, 'utf8')).toBe(
      MESH.replace(
        /\{ pilot.*\} #/,
        "{ pilot: '10.8.3.7', policy: 10.8.0.12, telemetry: 10.8.0.13, zipkin: 10.8.0.14 } #",
      ),
    );
    expect(readdirSync(folder)).toEqual(['mesh.yaml']);
  });

  it('writes only the components that were asked for', async () => {
    expect((await run(moved, { write: true, components: ['pilot'] })).written).toEqual(['pilot']);
  });

  it('leaves the file alone when it says the same', async () => {
    const before = statSync(config).mtimeMs;
    expect((await run(RUNNING.slice(0, 2), { write: true })).written).toEqual([]);
    expect(statSync(config).mtimeMs).toBe(before);
  });

  it('writes nothing while one address is in doubt', async () => {
    const { written, unknown } = await run(moved.slice(0, 1), { write: true });
    expect([written, unknown]).toEqual([[], ['policy']]);
    expect(readFileSync(config, 'utf8')).toBe(MESH);
  });

  it('keeps permissions and follows a link', async () => {
    chmodSync(config, 0o640);
    const link = join(folder, 'link.yaml');
    symlinkSync('mesh.yaml', link);
    await run(moved, { write: true }, link);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(statSync(config).mode & 0o777).toBe(0o640);
    expect(readFileSync(config, 'utf8')).toContain('10.8.3.7');
  });

  it('refuses when the file changes meanwhile', async () => {
    const open = () => {
      writeFileSync(config, `${MESH}# mine\n`);
      return livePrimary(moved);
    };
    await expect(run(moved, { write: true, open })).rejects.toThrow(
      'has changed meanwhile, and nothing is written. Run the command again',
    );
    expect(readFileSync(config, 'utf8')).toBe(`${MESH}# mine\n`);
    expect(readdirSync(folder)).toEqual(['mesh.yaml']);
  });

  it('refuses an address that would make the mesh invalid', async () => {
    const wrong = [service('istio-pilot', 'LoadBalancer', [{ hostname: 'a_b' }])];
    await expect(run(wrong, { from: 'services', write: true, components: ['pilot'] })).rejects.toThrow(
      'primary.addresses.pilot: expected an IP address or DNS name, got "a_b"',
    );
  });

  it.each([
    ['are no addresses', "pilot: 'TO DO', policy: 1"],
    ['are empty', 'pilot: , policy: '],
    ['differ behind a gateway', 'pilot: a, policy: b'],
  ])('puts addresses right that %s', async (_, own) => {
    const gateway = service('istio-control-plane-gateway', 'LoadBalancer', [{ hostname: 'LB.example.com' }]);
    const exposure = '  exposure: { mode: dedicated-gateway, annotations: {} }\n  addresses:';
    writeFileSync(config, MESH.replace(/\{ pilot.*\} #/, `{ ${own} } #`).replace('  addresses:', exposure));
    const options = { write: true, components: ['pilot', 'policy'] } as const;
    expect((await run([gateway], options)).written).toEqual(['pilot', 'policy']);
    expect(readFileSync(config, 'utf8')).toMatch(/pilot: '?lb\.example\.com'? *, policy: lb\.example\.com/);
  });

  it('refuses a mesh with other mistakes', async () => {
    writeFileSync(config, MESH.replace('name: eu', 'name: hq'));
    await expect(run(moved, { write: true })).rejects.toThrow('remotes[0].name: expected a name of its own');
  });
});
