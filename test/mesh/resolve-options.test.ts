import { describe, expect, it } from 'vitest';
import type { RemoteOptionsInput10 } from '../../src/lines/istio-1.0/input';
import type { Remote10 } from '../../src/lines/istio-1.0/mesh';
import { outputOf } from '../../src/lines/mesh-output';
import { checkMesh } from '../../src/lines/read-mesh';
import { meshFiles } from '../../src/output/mesh-files';
import { CA_BUNDLE } from '../certificates-in-pem';

function meshOf(remote: RemoteOptionsInput10, defaults: RemoteOptionsInput10 = {}) {
  const primary = { name: 'hq', addresses: { pilot: '10.8.0.11' } };
  const { mesh } = checkMesh({ istio: '1.0.9', primary, defaults, remotes: [{ name: 'eu', ...remote }] });
  if (mesh?.line !== '1.0') throw new Error('not valid');
  return mesh;
}

function resolved(remote: RemoteOptionsInput10, defaults?: RemoteOptionsInput10): Remote10 {
  const [first] = meshOf(remote, defaults).remotes;
  if (first === undefined) throw new Error('no remote');
  return first;
}

const textOf = (remote: RemoteOptionsInput10): string =>
  [...meshFiles(outputOf(meshOf(remote)))].map(({ text }) => text).join('');

describe('the options of a remote', () => {
  it('win over defaults, which win over the chart', () => {
    const { citadel, images } = resolved(
      { citadel: { replicas: 3 } },
      { citadel: { replicas: 2, image: 'ca' } },
    );
    expect(citadel).toEqual({ replicas: 3, image: 'ca' });
    expect(images.tag).toBe('1.0.9');
  });

  it('replace lists and join maps', () => {
    const { injectedNamespaces, scheduling } = resolved(
      { injectedNamespaces: ['b'], scheduling: { architectures: { arm64: 1 } } },
      { injectedNamespaces: ['a'], scheduling: { architectures: { amd64: 3 } } },
    );
    expect(injectedNamespaces).toEqual(['b']);
    expect(scheduling.architectures).toEqual({ amd64: 3, ppc64le: 2, s390x: 2, arm64: 1 });
  });

  it('take an architecture away with null', () => {
    const { scheduling } = resolved({ scheduling: { architectures: { s390x: null } } });
    expect(scheduling.architectures).toEqual({ amd64: 2, ppc64le: 2 });
  });

  it('take the default resources of components away with null', () => {
    expect(textOf({})).toContain('cpu: 10m');
    expect(textOf({ scheduling: { defaultResources: null } })).not.toContain('cpu: 10m');
  });

  it('take the resources of sidecars away with null', () => {
    expect(textOf({})).toContain('128Mi');
    expect(textOf({ proxy: { resources: null } })).not.toContain('128Mi');
  });

  it('switch statsd on with a host and a port, unless they say otherwise', () => {
    const statsd = { host: 'statsd', port: 9125 };
    expect(resolved({ proxy: { statsd } }).proxy.statsd).toEqual({ enabled: true, ...statsd });
    expect(resolved({ proxy: { statsd: { ...statsd, enabled: undefined } } }).proxy.statsd.enabled).toBe(
      true,
    );
    expect(resolved({ proxy: { statsd: { ...statsd, enabled: false } } }).proxy.statsd.enabled).toBe(false);
  });

  it.each([
    [['10.0.0.0/8', 'fd00::/8'], [80, '90'], '10.0.0.0/8,fd00::/8', '80,90'],
    ['10.0.0.0/8', 80, '10.0.0.0/8', '80'],
    ['*', '*', '*', '*'],
    [[], [], '', ''],
  ])('write the ranges %j and ports %j as text', (includeIpRanges, includeInboundPorts, ranges, ports) => {
    const { proxy } = resolved({ proxy: { includeIpRanges, includeInboundPorts } });
    expect(proxy).toMatchObject({ includeIpRanges: ranges, includeInboundPorts: ports });
  });

  it('may fold a CA bundle over several lines', () => {
    const folded = CA_BUNDLE.replace(/.{20}/g, '$& \n');
    expect(resolved({ sidecarInjector: { caBundle: folded } }).sidecarInjector.caBundle).toBe(CA_BUNDLE);
  });
});
