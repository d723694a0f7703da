import { describe, expect, it } from 'vitest';
import { separateCluster } from '../../../src/doctor/remote/cluster';
import { ClusterError } from '../../../src/kubernetes/api/cluster';
import { meshOf, observed, remoteContext } from '../fake-cluster';

const mesh = meshOf();

describe('the context of a remote', () => {
  it('passes when it leads to another cluster than the primary', async () => {
    expect(await observed(separateCluster(remoteContext(mesh)))).toMatchObject([{ status: 'ok' }]);
  });

  it('is broken when it leads to the primary', async () => {
    const found = await observed(separateCluster(remoteContext(mesh, { primary: 'uid-of-eu' })));
    expect(found).toMatchObject([
      { status: 'broken', message: expect.stringContaining('as hq, the primary') },
    ]);
  });

  it('is unknown when it may not read the namespace that identifies a cluster', async () => {
    const get = new ClusterError('eu', 'forbidden', 'eu: it forbids that. Grant it');
    const found = await observed(separateCluster(remoteContext(mesh, { failures: { get } })));
    expect(found).toMatchObject([{ status: 'unknown', fix: expect.stringContaining('Grant get') }]);
  });
});
