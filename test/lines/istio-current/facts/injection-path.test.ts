import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { injectionPath, readInjectionPath } from '../../../../src/lines/istio-current/facts/injection-path';
import { parseInjectEnvs } from './parse-inject-envs';

describe('injectionPath', () => {
  it.each([
    [{ cluster: 'eu', network: 'n1' }, '/inject/cluster/eu/net/n1'],
    [{ cluster: 'eu' }, '/inject/cluster/eu'],
    [{ cluster: 'a/b', network: 'c/d' }, '/inject/cluster/a--slash--b/net/c--slash--d'],
  ])('of %j is %s', (target, path) => {
    expect(injectionPath(target)).toBe(path);
  });

  // None of our cluster and network names ends with a slash, which istiod would read as the path's.
  const value = fc.stringMatching(/^[a-z0-9](?:[a-z0-9/.-]{0,20}[a-z0-9])?$/).filter((text) => {
    return !text.includes('--slash--');
  });

  it('contains the cluster and the network, whatever their names', () => {
    fc.assert(
      fc.property(value, fc.option(value, { nil: undefined }), (cluster, network) => {
        const target = network === undefined ? { cluster } : { cluster, network };
        expect(parseInjectEnvs(injectionPath(target))).toEqual({
          ISTIO_META_CLUSTER_ID: cluster,
          ...(network === undefined ? {} : { ISTIO_META_NETWORK: network }),
        });
        expect(readInjectionPath(injectionPath(target))).toEqual(target);
      }),
    );
  });
});
