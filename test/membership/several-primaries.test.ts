import { readFileSync, writeFileSync } from 'node:fs';
import { join as joined } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pairTable } from '../../src/cli/pair-table';
import { type JoinOptions, join } from '../../src/membership/join';
import { type LeaveOptions, leave } from '../../src/membership/leave';
import { endingToken } from '../kubernetes/api/fake-api-server';
import { ALLOW, base64, expectNoCredential, failure } from '../kubernetes/api/fake-mesh';
import { openNow } from '../open-now';
import { FakePeers, PEERS } from './fake-peers';

let peers: FakePeers;
beforeEach(async () => {
  peers = await FakePeers.start();
});
afterEach(() => peers[Symbol.asyncDispose]());

async function joinPeers(options: Partial<JoinOptions> = {}) {
  const result = await join(openNow(peers.config), {
    remotes: [],
    connection: peers.connection,
    outdir: joined(peers.folder, 'dist'),
    allow: ALLOW,
    ...options,
  });
  expectNoCredential(result.clusters, result.warnings);
  return result;
}

const leavePeer = (remote: string, options: Partial<LeaveOptions> = {}) =>
  leave(openNow(peers.config), {
    remote,
    connection: { ...peers.connection, context: remote },
    confirm: async () => true,
    ...options,
  });

const ALL = {
  eu: ['us', 'asia', 'edge'],
  us: ['eu', 'asia', 'edge'],
  asia: ['eu', 'us', 'edge'],
};

describe('join in a mesh with several primaries', () => {
  it('makes every pair, and the second time changes nothing', async () => {
    const { clusters } = await joinPeers();
    expect(clusters.map(({ outcome }) => outcome)).toEqual(Array(9).fill('created'));
    expect(peers.reads()).toEqual(ALL);
    const again = await joinPeers();
    expect(again.clusters.map(({ outcome }) => outcome)).toEqual(Array(9).fill('unchanged'));
  });

  it('makes both directions of the pairs of a named primary', async () => {
    await joinPeers({ remotes: ['us'] });
    expect(peers.reads()).toEqual({ eu: ['us'], us: ['eu', 'asia', 'edge'], asia: ['us'] });
  });

  it('lets every primary read a named remote', async () => {
    await joinPeers({ remotes: ['edge'] });
    expect(peers.reads()).toEqual({ eu: ['edge'], us: ['edge'], asia: ['edge'] });
  });

  it('makes all pairs but those of a cluster that is down, which a repeat makes', async () => {
    const down = { ...peers.connection, timeout: 2 };
    const { url } = peers.servers.us;
    writeFileSync(
      joined(peers.folder, 'mesh.yaml'),
      PEERS.replace('- name: us', '- { name: us, kubeconfig: nowhere.json }'),
    );
    const kubeconfig = readFileSync(joined(peers.folder, 'kubeconfig'), 'utf8');
    writeFileSync(joined(peers.folder, 'nowhere.json'), kubeconfig.replace(url, 'https://127.0.0.1:1'));
    const { clusters } = await joinPeers({ connection: down });
    expect(peers.reads()).toEqual({ eu: ['asia', 'edge'], us: [], asia: ['eu', 'edge'] });
    const failed = clusters.filter(({ outcome }) => outcome === 'failed');
    expect(failed.map(({ primary, cluster }) => `${primary} ${cluster}`).sort()).toEqual([
      'asia us',
      'eu us',
      'us asia',
      'us edge',
      'us eu',
    ]);
    writeFileSync(joined(peers.folder, 'mesh.yaml'), PEERS);
    await joinPeers();
    expect(peers.reads()).toEqual(ALL);
  });

  it('gives primaries the token of an account that writes no roots', async () => {
    const used = await joinPeers({ remotes: ['us'], output: '-' });
    expect(used.clusters.map(({ outcome, cluster }) => `${cluster} ${outcome}`)).toEqual([
      'us written',
      'eu written',
      'asia written',
      'edge written',
    ]);
    expect(peers.servers.us.asked.some(({ path }) => path.endsWith('/istio-remote-reader-token'))).toBe(true);
    expect(peers.servers.edge.asked.some(({ path }) => path.includes('istio-reader-service-account'))).toBe(
      true,
    );
    expect(peers.reads()).toEqual({ eu: [], us: [], asia: [] });
  });

  it('renews a token that ends soon on the primaries that have it, and stops for none', async () => {
    const DAY = 86_400;
    await joinPeers({ remotes: ['edge'], tokenSeconds: 30 * DAY });
    const { us, asia } = peers.servers;
    const held = us.find('Secret', 'istio-remote-secret-edge');
    if (held === undefined) throw new Error('us does not read edge');
    const [data = ''] = Object.values(held.data as Record<string, string>);
    const old = Buffer.from(data, 'base64').toString();
    const soon = old.replace(/token: .*/, `token: ${endingToken(3 * DAY, 30 * DAY)}`);
    us.put({ ...held, data: { edge: base64(soon) } });
    asia.objects.delete('Secret istio-system/istio-remote-secret-edge');
    const renewal = { beforeSeconds: 7 * DAY };
    const { clusters } = await joinPeers({ remotes: ['edge'], renewal });
    expect(clusters).toMatchObject([
      { primary: 'eu', cluster: 'edge', outcome: 'kept' },
      { primary: 'us', cluster: 'edge', outcome: 'updated' },
      { primary: 'asia', cluster: 'edge', outcome: 'failed' },
    ]);
    const again = await joinPeers({ remotes: ['edge'], renewal });
    expect(again.clusters.map(({ outcome }) => outcome)).toEqual(['kept', 'kept', 'failed']);
  });

  it('rotates the token of one cluster for all who read it', async () => {
    await joinPeers();
    const lines: string[] = [];
    const { clusters } = await joinPeers({
      remotes: ['edge'],
      dryRun: true,
      connection: { ...peers.connection, context: 'edge' },
      rotate: async (asked) => lines.push(...asked) > 0,
    });
    expect(clusters.map(({ primary }) => primary)).toEqual(['eu', 'us', 'asia']);
    expect(lines.filter((line) => line.includes('istio-remote-secret-edge'))).toHaveLength(3);
  });

  it('refuses one context for several primaries', async () => {
    expect(await failure(() => joinPeers({ primaryContext: 'eu' }))).toBe(
      '--primary-context names the context of one primary, and the mesh has 3. Name the context of each in mesh.yaml',
    );
  });
});

describe('leave in a mesh with several primaries', () => {
  beforeEach(() => joinPeers());

  it('takes a remote from every primary first, then what is in the remote', async () => {
    const { changes } = await leavePeer('edge');
    expect(peers.reads()).toEqual({ eu: ['us', 'asia'], us: ['eu', 'asia'], asia: ['eu', 'us'] });
    expect(changes.slice(0, 4).map(({ cluster }) => cluster)).toEqual(['eu', 'us', 'asia', 'edge']);
  });

  it('takes a primary from the others, and lets it read nobody; its istiod and cacerts stay', async () => {
    const { us } = peers.servers;
    const place = { namespace: 'istio-system' };
    us.put({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'istiod', ...place } });
    us.put({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'cacerts', ...place } });
    us.put({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'istio-ca-root-cert', ...place } });
    const { changes } = await leavePeer('us', { deleteLeftovers: true });
    expect(peers.reads()).toEqual({ eu: ['asia', 'edge'], us: [], asia: ['eu', 'edge'] });
    expect(changes.slice(0, 2).map(({ cluster }) => cluster)).toEqual(['eu', 'asia']);
    expect(us.titles()).toEqual(
      expect.arrayContaining([
        'Deployment istio-system/istiod',
        'Secret istio-system/cacerts',
        'ConfigMap istio-system/istio-ca-root-cert',
        'Namespace istio-system',
      ]),
    );
    expect(us.titles()).not.toContain('ServiceAccount istio-system/istio-remote-reader');
  });

  it('refuses a primary that serves remotes', async () => {
    expect(await failure(() => leavePeer('eu'))).toBe(
      'eu: is the primary of edge, whose sidecars lose their istiod. Let another primary serve them in mesh.yaml and apply that, or let them leave first',
    );
    expect(peers.reads()).toEqual(ALL);
  });

  it('changes nothing while a primary that reads the cluster does not answer', async () => {
    peers.servers.asia.fault = () => 'cut before';
    await failure(() => leavePeer('edge'));
    peers.servers.asia.fault = () => undefined;
    expect(peers.reads()).toEqual(ALL);
  });
});

describe('the table of pairs', () => {
  it('has a row for each primary, and counts where clusters are many', () => {
    const pair = (primary: string, cluster: string, outcome: 'created' | 'failed') => ({
      ...{ primary, cluster, outcome },
      warnings: [],
    });
    expect(pairTable([pair('eu', 'us', 'created'), pair('us', 'eu', 'failed')])).toBe(
      ['reads  us       eu', 'eu     created  -', 'us     -        failed', ''].join('\n'),
    );
    const many = Array.from({ length: 9 }, (_, index) =>
      pair('eu', `r${index}`, index > 0 ? 'created' : 'failed'),
    );
    expect(pairTable(many)).toBe('eu  1 failed (r0), 8 created\n');
  });
});
