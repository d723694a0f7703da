import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reader as reader10 } from '../../src/lines/istio-1.0/reader';
import { reader as readerCurrent } from '../../src/lines/istio-current/reader';
import { checkMesh } from '../../src/lines/read-mesh';
import { isReachable } from '../../src/mesh/reachable';
import { accepts } from '../../src/mesh/schema/fields';
import { type Path, pathText, problemText } from '../../src/problem';
import { leavesOf, withValue } from '../lines/schema-leaves';

/** Each of these means another place in each cluster. */
const NAMES = [
  'localhost',
  'pilot.localhost',
  'localhost.localdomain',
  'ip6-localhost',
  'kubernetes.default',
  'kubernetes.default.svc',
  'cart.shop.svc',
  'cart.shop.svc.cluster.local',
  '10-8-0-11.shop.pod.cluster.local',
  'cluster.local',
];
const ADDRESSES_4 = ['127.0.0.1', '127.1.2.3', '0.0.0.0', '169.254.169.254', '224.0.0.1', '255.255.255.255'];
const ADDRESSES_6 = [
  '::',
  '::1',
  '0:0:0:0:0:0:0:1',
  'fe80::1',
  'FE80::1',
  'ff02::1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::FFFF:10.8.0.11',
  '::127.0.0.1',
  '64:ff9b::127.0.0.1',
];
const ALL = [...NAMES, ...ADDRESSES_4, ...ADDRESSES_6];
const EVERYWHERE = [
  '10.8.0.11',
  '128.0.0.1',
  'fd00::1',
  '2001:db8::1',
  'pilot.example.com',
  'localhost.example.com',
  'istio-pilot.mesh.svc-dev.example.com',
  'svc.example.com',
  'cluster.local.example.com',
];

/** Spells a host in the ways that URLs and DNS allow. */
function spellings(host: string): string[] {
  return host.includes(':') ? [host, `[${host}]`] : [host, `${host}.`, host.toUpperCase()];
}

describe('an address that means something in one cluster only', () => {
  it.each(ALL)('is %s, in every spelling', (host) => {
    for (const spelling of spellings(host)) expect(isReachable(spelling), spelling).toBe(false);
  });

  it.each(EVERYWHERE)('is not %s', (host) => {
    for (const spelling of spellings(host)) expect(isReachable(spelling), spelling).toBe(true);
  });

  it('is every IPv4-mapped address, and every loopback one', () => {
    const bytes = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255));
    fc.assert(
      fc.property(bytes, ([first, ...rest]) => {
        expect(isReachable(`::ffff:${first}.${rest.join('.')}`)).toBe(false);
        expect(isReachable(`127.${rest.join('.')}`)).toBe(false);
      }),
    );
  });
});

const MESH_10 = {
  istio: '1.0.9',
  primary: { name: 'hq', addresses: { pilot: '10.8.0.11' } },
  remotes: [{ name: 'eu' }],
};
const MESH_CURRENT = {
  istio: '1.30',
  primary: { name: 'hq', addresses: { istiod: '10.8.0.11' } },
  remotes: [{ name: 'eu' }],
};
const MESH_OF_PRIMARIES = {
  istio: '1.30',
  primaries: [{ name: 'hq', addresses: { istiod: '10.8.0.11' } }, { name: 'us' }],
  remotes: [{ name: 'eu', primary: 'hq' }],
};
const PATHS: Path = ['revisions', 0];

interface UsedElsewhere {
  readonly mesh: object;
  readonly path: Path;
  readonly value: (host: string) => unknown;
}

const url = (host: string) => `https://${host.includes(':') ? `[${host}]` : host}:6443`;
const plain = (host: string) => host;
const addresses = (name: string): UsedElsewhere => ({
  mesh: MESH_10,
  path: ['primary', 'addresses', name],
  value: plain,
});
const pilotService = (place: Path): UsedElsewhere => ({
  mesh: withValue(MESH_10, [...place, 'pilotService', 'mode'], 'external-name') as object,
  path: [...place, 'pilotService', 'host'],
  value: plain,
});
const injector = (place: Path): UsedElsewhere => ({
  mesh: MESH_CURRENT,
  path: [...place, 'sidecarInjector', 'url'],
  value: (host) => `${url(host)}/inject/cluster/eu`,
});

/** Every field of mesh.yaml that a cluster uses to reach another one. */
const FIELDS: Readonly<Record<string, readonly UsedElsewhere[]>> = {
  'Istio 1.0': [
    ...['pilot', 'policy', 'telemetry', 'zipkin'].map(addresses),
    pilotService(['defaults']),
    pilotService(['remotes', 0]),
    { mesh: MESH_10, path: ['remotes', 0, 'apiServer'], value: url },
  ],
  'current Istio': [
    { mesh: MESH_CURRENT, path: ['primary', 'addresses', 'istiod'], value: plain },
    {
      mesh: { ...MESH_CURRENT, revisions: [{ name: 'a' }, { name: 'b' }] },
      path: [...PATHS, 'istiodAddress'],
      value: plain,
    },
    { mesh: MESH_CURRENT, path: ['remotes', 0, 'istiodAddress'], value: plain },
    { mesh: MESH_CURRENT, path: ['remotes', 0, 'apiServer'], value: url },
    { mesh: MESH_OF_PRIMARIES, path: ['primaries', 0, 'addresses', 'istiod'], value: plain },
    { mesh: MESH_OF_PRIMARIES, path: ['primaries', 0, 'apiServer'], value: url },
    injector(['defaults']),
    injector(['remotes', 0]),
  ],
};

/** Fields that accept an address or a URL, but are used in their own cluster, or are no address. */
const OTHERS: readonly (readonly [RegExp, string])[] = [
  [
    /\.(?:context|kubeconfig|injectedWorkloads|crds|accessLogFile)$|^sharedServices|^output/,
    'names and paths',
  ],
  [
    /\.(?:image|initImage|hub|tag|pullSecrets|imagePullSecrets|priorityClassName)$/,
    'images, which each node pulls, and names',
  ],
  [/(?:^|\.)patches\[/, 'names of objects, and their fields'],
  [/^(?:meshId|trustDomain)$/, 'names'],
  [/^controlPlane\.repository$/, 'of charts, which the installer asks for'],
  [/^credentials\.|^argocd\.|^flux\./, 'of the store, and of the cluster of Argo CD or Flux'],
  [/\.apiServerCa$/, 'a certificate or a file'],
  [/\.network$/, 'the value of a label'],
  [/\.exposure\.service$/, 'a Service of the primary'],
  [/\.proxy\.(?:domain|statsd\.host)$/, 'of the cluster that uses it'],
];

describe.each([
  ['Istio 1.0', reader10.schema],
  ['current Istio', readerCurrent.schema],
] as const)('fields of %s', (line, schema) => {
  const fields = FIELDS[line] ?? [];

  it('that accept an address are all looked at', () => {
    const known = fields.map(({ path }) => pathText(path));
    const samples = ['10.8.0.11', 'a.example.com', ['10.8.0.11'], 'https://10.20.0.2:6443'];
    const unknown = leavesOf(schema)
      .filter(({ field }) => samples.some((sample) => accepts(field, sample)))
      .map(({ path }) => pathText(path))
      .filter((path) => !known.includes(path) && !OTHERS.some(([others]) => others.test(path)));
    expect(unknown).toEqual([]);
  });

  it.each(fields)('refuse them at $path, with the place', ({ mesh, path, value }) => {
    for (const host of ALL) {
      const { problems } = checkMesh(withValue(mesh, path, value(host)));
      const errors = problems.filter(({ severity }) => severity === 'error');
      expect(errors.length, host).toBe(1);
      expect(pathText(errors[0]?.path ?? []), host).toBe(pathText(path));
    }
  });

  it.each(fields)('accept others at $path', ({ mesh, path, value }) => {
    for (const host of ['pilot.example.com', 'x.svc.example.com']) {
      const { problems } = checkMesh(withValue(mesh, path, value(host)));
      expect(problems.filter(({ severity }) => severity === 'error').map(problemText)).toEqual([]);
    }
  });
});

describe('fields of one cluster', () => {
  it('keep names of that cluster', () => {
    const statsd = { enabled: true, host: 'statsd.metrics.svc.cluster.local', port: 9125 };
    const { problems } = checkMesh(withValue(MESH_10, ['remotes', 0, 'proxy', 'statsd'], statsd));
    expect(problems.map(problemText)).toEqual([]);
  });

  it('of Argo CD reach Services of its own cluster, and no other loopback', () => {
    const argocd = (server: string) => ({
      ...MESH_10,
      argocd: { repository: 'https://git.example.com/mesh.git', destinations: { eu: { server } } },
    });
    for (const server of ['https://kubernetes.default.svc', 'https://vcluster.team.svc:443'])
      expect(checkMesh(argocd(server)).problems.map(problemText)).toEqual([]);
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '169.254.1.1'])
      expect(checkMesh(argocd(`https://${host}:6443`)).problems.map(problemText)).toEqual([
        expect.stringMatching(
          /^argocd\.destinations\.eu\.server: expected an address that the pods of Argo CD reach/,
        ),
      ]);
  });

  it('of Argo CD name its own cluster once, in whatever spelling', () => {
    const destinations = {
      hq: { server: 'https://kubernetes.default.svc' },
      eu: { server: 'https://kubernetes.default.svc.cluster.local:443/' },
    };
    const argocd = { repository: 'https://git.example.com/mesh.git', destinations };
    expect(checkMesh({ ...MESH_10, argocd }).problems.map(problemText)).toEqual([
      expect.stringContaining('argocd.destinations.eu: expected a destination of its own, got in-cluster'),
    ]);
  });
});
