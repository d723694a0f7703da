import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AddressesOptions, addresses } from '../../src/addresses/compare-addresses';
import { readMeshForAddresses } from '../../src/lines/edit-addresses';
import { lineOf } from '../../src/lines/loaded-lines';
import { type LiveObjects, livePrimary, service } from '../lines/istio-1.0/live-primary';

const MESH = `# who runs what
istio: "1.30"
primary: { name: hq, addresses: { "istiod": 10.8.0.11 } } # an old one
remotes: [{ name: eu }]
`;
const PORTS = [15021, 15443, 15012, 15017];
const GATEWAY = service('istio-eastwestgateway', 'LoadBalancer', [{ ip: '10.8.0.99' }], PORTS);

let folder: string;
let config: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'addresses-current-'));
  config = join(folder, 'mesh.yaml');
  writeFileSync(config, MESH);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function run(objects: LiveObjects, options: Partial<AddressesOptions> = {}, file = config) {
  const mesh = await readMeshForAddresses(file);
  const { addresses: finder } = await lineOf(mesh.mesh).live();
  return addresses(mesh, finder, { open: () => livePrimary(objects), ...options });
}

describe('the address of istiod', () => {
  it('is that of the east-west gateway', async () => {
    const { from, rows, differing } = await run([GATEWAY]);
    expect([from, differing]).toEqual(['gateway', ['istiod']]);
    expect(rows).toEqual([
      {
        component: 'istiod',
        inFile: '10.8.0.11',
        live: '10.8.0.99',
        source: 'Service istio-eastwestgateway',
        state: 'found',
        differs: true,
      },
    ]);
  });

  it('is noted when the gateway lacks a port that remotes call', async () => {
    const narrow = service('istio-eastwestgateway', 'LoadBalancer', [{ ip: '10.8.0.99' }], [15021, 15443]);
    expect((await run([narrow])).rows[0]?.note).toContain('does not offer port 15012, 15017');
  });

  it.each([
    ['istiod-exposed', ''],
    ['istiod', ''],
    ['istiod-1-30-exposed', 'revision: 1-30\n'],
  ])('is that of the load balancer %s', async (name, revision) => {
    writeFileSync(config, `${revision}${MESH.replace('name: hq', 'name: hq, exposure: load-balancer')}`);
    const found = service(name, 'LoadBalancer', [{ hostname: 'LB.example.com' }], [15012, 15017]);
    const { from, rows } = await run([found]);
    expect([from, rows[0]?.live, rows[0]?.source]).toEqual(['services', 'lb.example.com', `Service ${name}`]);
  });

  it.each([
    { hostname: 'localhost' },
    { ip: '127.0.0.1' },
    { hostname: 'gw.istio-system.svc.cluster.local' },
  ])('is in doubt where it means something in one cluster only: %j', async (ingress) => {
    const local = service('istio-eastwestgateway', 'LoadBalancer', [ingress], [15012, 15017]);
    const { rows, unknown, written } = await run([local], { write: true });
    expect(rows[0]).toMatchObject({
      state: 'none',
      note: expect.stringContaining('another machine in each cluster'),
    });
    expect([unknown, written]).toEqual([['istiod'], []]);
    expect(readFileSync(config, 'utf8')).toBe(MESH);
  });

  it('is in doubt without a gateway, and nothing is written', async () => {
    const { rows, unknown, written } = await run([], { write: true });
    expect(rows[0]).toMatchObject({ state: 'none', note: expect.stringContaining('there is no Service') });
    expect([unknown, written]).toEqual([['istiod'], []]);
    expect(readFileSync(config, 'utf8')).toBe(MESH);
  });

  it('is written, and everything else stays byte for byte', async () => {
    expect((await run([GATEWAY], { write: true })).written).toEqual(['istiod']);
    expect(readFileSync(config, 'utf8')).toBe(MESH.replace('10.8.0.11', '10.8.0.99'));
  });

  it('is corrected if it is no address at all', async () => {
    writeFileSync(config, MESH.replace('10.8.0.11', '"999.2.3.4"'));
    await run([GATEWAY], { write: true });
    expect(readFileSync(config, 'utf8')).toBe(MESH.replace('10.8.0.11', '"10.8.0.99"'));
  });

  it.each([
    ['[10.8.0.1, 10.8.0.2]', '10.8.0.1, 10.8.0.2', false],
    ['[10.8.0.3]', '10.8.0.3', false],
    ['[10.8.0.1, 10.8.0.9]', undefined, false],
  ])('may be some of several: %s', async (address, live, differs) => {
    writeFileSync(config, MESH.replace('10.8.0.11', address));
    const ingress = ['10.8.0.1', '10.8.0.2', '10.8.0.3'].map((ip) => ({ ip }));
    const { rows } = await run([service('istio-eastwestgateway', 'LoadBalancer', ingress, PORTS)]);
    expect(rows[0]).toMatchObject({ state: 'several', inFile: address.slice(1, -1), differs });
    expect(rows[0]?.live).toBe(live);
  });

  it('is not written in place of a list', async () => {
    const list = MESH.replace('10.8.0.11', '[10.8.0.11, 10.8.0.12]');
    writeFileSync(config, list);
    await expect(run([GATEWAY], { write: true })).rejects.toThrow('got a map or a list. Change it by hand');
    expect(readFileSync(config, 'utf8')).toBe(list);
  });

  it.each([
    [{ from: 'pods' }, '--from: expected one of gateway, services for Istio 1.30, got "pods"'],
    [{ components: ['pilot'] }, '--component: expected one of istiod for Istio 1.30, got "pilot"'],
  ])('refuses %o, which belongs to Istio 1.0', async (options, message) => {
    await expect(run([GATEWAY], options)).rejects.toThrow(message);
  });
});

describe('the addresses of several primaries', () => {
  const PEERS = `istio: "1.30" # several
primaries:
  - { name: eu, addresses: { istiod: 10.8.0.11 } }
  - { name: us, addresses: { istiod: 10.9.0.11 }, exposure: { mode: load-balancer, annotations: {} } }
remotes: [{ name: a, primary: eu }, { name: b, primary: us }]
`;
  beforeEach(() => writeFileSync(config, PEERS));

  it('are those of the primary that is named', async () => {
    const mesh = await readMeshForAddresses(config, 'us');
    const { addresses: finder } = await lineOf(mesh.mesh).live();
    const live = service('istiod-exposed', 'LoadBalancer', [{ ip: '10.9.0.99' }], [15012, 15017]);
    const asked: string[] = [];
    const open = ({ name }: { readonly name: string }) => {
      asked.push(name);
      return livePrimary([live]);
    };
    const { written } = await addresses(mesh, finder, { write: true, open });
    expect([asked, written]).toEqual([['us'], ['istiod']]);
    expect(readFileSync(config, 'utf8')).toBe(PEERS.replace('10.9.0.11', '10.9.0.99'));
  });

  it('are nobody’s without a name, or with that of another cluster', async () => {
    await expect(readMeshForAddresses(config)).rejects.toThrow(
      `${config}: has 2 primaries, and the addresses are those of one. Name it with --primary: eu, us`,
    );
    await expect(readMeshForAddresses(config, 'a')).rejects.toThrow(
      'no primary "a" in the mesh. Name one of eu, us',
    );
  });
});
