import { join as joined } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { doctor } from '../../src/doctor/doctor';
import { join } from '../../src/membership/join';
import { LEAF_PEM, ROOT_PEM } from '../certificates-in-pem';
import { ALLOW } from '../kubernetes/api/fake-mesh';
import { FakePeers } from '../membership/fake-peers';
import { openNow } from '../open-now';

let peers: FakePeers;
beforeAll(async () => {
  peers = await FakePeers.start();
});
afterAll(() => peers[Symbol.asyncDispose]());

/** The findings of one check, as `primary cluster status`. */
async function look(remotes: readonly string[] = []) {
  const { mesh, line, membership } = openNow(peers.config);
  const { checks } = await line.live();
  const { findings } = await doctor(
    mesh,
    { checks, membership },
    {
      connection: peers.connection,
      remotes,
      skipAddresses: true,
    },
  );
  return (check: string): string[] =>
    findings
      .filter((finding) => finding.check === check)
      .map(({ primary, cluster, status }) => `${primary ?? '-'} ${cluster} ${status}`);
}

const root = (pem: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'istio-ca-root-cert', namespace: 'istio-system' },
  data: { 'root-cert.pem': pem },
});

describe('doctor in a mesh with several primaries', () => {
  it('says for each pair whether the Secret is there, and compares the roots', async () => {
    peers.servers.eu.put(root(ROOT_PEM));
    peers.servers.us.put(root(ROOT_PEM));
    peers.servers.asia.put(root(LEAF_PEM));
    const found = await look();
    expect(found('secret-on-primary').sort()).toEqual([
      'asia edge broken',
      'asia eu broken',
      'asia us broken',
      'eu asia broken',
      'eu edge broken',
      'eu us broken',
      'us asia broken',
      'us edge broken',
      'us eu broken',
    ]);
    expect(found('one-root')).toEqual(['- us ok', '- asia broken']);
    expect(found('reader-account').sort()).toEqual(['- asia ok', '- eu ok', '- us ok', 'eu edge ok']);
  });

  it('looks at the pairs of a named cluster, and knows all that a primary reads', async () => {
    await join(openNow(peers.config), {
      remotes: [],
      connection: peers.connection,
      outdir: joined(peers.folder, 'dist'),
      allow: ALLOW,
    });
    const joinedPairs = await look(['us']);
    const pairs = joinedPairs('secret-on-primary').map((pair) => pair.replace(/ \S+$/, ''));
    expect([...new Set(pairs)].sort()).toEqual(['asia us', 'eu us', 'us asia', 'us edge', 'us eu']);
    expect(joinedPairs('stale-secrets')).toEqual(['- eu ok', '- us ok', '- asia ok']);
  });
});
