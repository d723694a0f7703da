import { describe, expect, it } from 'vitest';
import { meshOf } from '../current-cluster';
import { ask, mesh, type Situation } from './ask';
import { type FakeIstiod, twoForEachTest } from './fake-istiod';

let one: FakeIstiod;
let two: FakeIstiod;
twoForEachTest((started) => {
  [one, two] = started;
});

const run = (situation: Situation = {}, of = mesh) => ask('network-gateways', [one, two], situation, of);

describe('network-gateways', () => {
  const gateway = (Network: string, Cluster: string, Addr: string, Port = 15443) => ({
    ...{ Network, Cluster, Addr, Port, HBONEPort: 0 },
  });
  const hq = gateway('n1', 'hq', '10.8.0.11');
  const eu = gateway('n2', 'eu', '10.20.0.11');

  it.each([
    ['the gateway of a remote is not known', [hq], 'knows no gateway of eu into the network n2'],
    ['no gateway is known', null, 'it knows no gateway of eu into the network n2'],
    [
      'its network is another one',
      [hq, { ...eu, Network: 'n3' }],
      'reads a gateway of eu as one into the network n3, and mesh.yaml says n2',
    ],
    [
      'the primary’s has another address',
      [{ ...hq, Addr: '10.8.0.99' }, eu],
      'knows the gateway of hq at 10.8.0.99, and mesh.yaml says 10.8.0.11',
    ],
    [
      'the address of one is another machine in each cluster',
      [hq, { ...eu, Addr: '127.0.0.1' }],
      'knows the gateway of eu into the network n2 at 127.0.0.1, which is another machine in each cluster',
    ],
    ['the port is another one', [hq, { ...eu, Port: 443 }], 'knows the gateway of eu without port 15443'],
  ])('is broken when %s', async (_, gateways, says) => {
    for (const istiod of [one, two]) istiod.gateways = gateways;
    expect(await run()).toMatchObject([{ status: 'broken', message: expect.stringContaining(says) }]);
  });

  it('warns of a network that mesh.yaml does not have', async () => {
    for (const istiod of [one, two]) istiod.gateways = [hq, eu, gateway('n9', 'other', '10.9.9.9')];
    expect(await run()).toMatchObject([{ status: 'warning' }]);
  });

  it('leaves a gateway that somebody else has made alone', async () => {
    const without = meshOf(', eastWestGateway: false');
    expect(await run({}, without)).toMatchObject([{ status: 'ok' }]);
    for (const istiod of [one, two]) istiod.gateways = [hq];
    expect((await run({}, without))[0]?.message).toBe('istiod knows no gateway into the network n2');
  });

  it('needs none of a remote that istiod does not read', async () => {
    for (const istiod of [one, two]) {
      istiod.gateways = [hq];
      istiod.clusters = [{ id: 'hq', secretName: '', syncStatus: 'synced' }];
    }
    expect(await run()).toMatchObject([{ status: 'ok' }]);
  });
});
