import { describe, expect, it } from 'vitest';
import { remoteKubeconfig } from '../../src/membership/kubeconfig';
import { fakeCluster, meshOf as meshOf10 } from '../doctor/fake-cluster';
import { meshOf as meshOfCurrent } from '../lines/istio-current/doctor/current-cluster';
import { membershipOf } from './membership-of';

const trust = { ca: 'CA', skipVerify: false, serverName: 'api.internal' };
const token = { token: 't', source: 'Secret' };

describe('the server name of a context', () => {
  const cluster = { ...fakeCluster(), trust };

  it('goes into a kubeconfig for istiod', () => {
    const membership = membershipOf(meshOfCurrent());
    const { text, warnings } = remoteKubeconfig(cluster, token, { ca: 'CA' }, { membership });
    expect(text).toContain('    tls-server-name: api.internal\n');
    expect(warnings).toEqual([]);
  });

  it('does not belong to another address', () => {
    const membership = membershipOf(meshOfCurrent());
    const place = { apiServer: 'https://10.20.0.2:6443', membership };
    const { text } = remoteKubeconfig(cluster, token, { ca: 'CA' }, place);
    expect(text).not.toContain('tls-server-name');
  });

  it('is unknown to Pilot 1.0, which a warning says', () => {
    const membership = membershipOf(meshOf10());
    const { text, warnings } = remoteKubeconfig(cluster, token, { ca: 'CA' }, { membership });
    expect(text).not.toContain('tls-server-name');
    expect(warnings).toEqual([expect.stringContaining('which Pilot does not know')]);
  });
});
