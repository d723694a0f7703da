import { beforeEach, describe, expect, it } from 'vitest';
import { RELEASES_1_0, type Release10 } from '../../../../src/lines/istio-1.0/facts/releases';
import type { Images } from '../../../../src/lines/istio-1.0/options/images';
import type { ProxyOptions } from '../../../../src/lines/istio-1.0/options/proxy';
import { goTemplate } from '../../../../src/lines/istio-1.0/sidecar/go-template';
import { type SidecarOptions, sidecar } from '../../../../src/lines/istio-1.0/sidecar/sidecar';
import { GO, NO_GO, texts } from './go-engine';
import { sidecarOptions } from './options';
import { BARE_POD, type SeenPod } from './pods';
import { readSidecar, type Sidecar } from './read-sidecar';
import { changes } from './sidecar-changes';

const MESH: SeenPod = {
  ...BARE_POD,
  spec: { containers: [{ ports: [{ containerPort: 80 }, { containerPort: 443 }] }], serviceAccountName: '' },
  proxyConfig: {
    ...BARE_POD.proxyConfig,
    concurrency: 2,
    statsdUdpAddress: 'statsd:9125',
    zipkinAddress: 'z:9411',
  },
};

function sidecarOf(options: SidecarOptions, pod: SeenPod = MESH): Sidecar {
  const [text = ''] = texts([{ template: goTemplate(sidecar(options)), ...pod }]);
  return readSidecar(text).sidecar;
}

beforeEach(({ skip }) => {
  if (GO === undefined) skip(NO_GO);
});

describe('a sidecar with the chart’s options', () => {
  it('redirects all traffic to Envoy', () => {
    const { initContainers, containers, volumes } = sidecarOf(sidecarOptions());
    expect(initContainers).toEqual([
      {
        name: 'istio-init',
        image: 'docker.io/istio/proxy_init:1.0.9',
        imagePullPolicy: 'IfNotPresent',
        args: [
          '-p',
          '15001',
          '-u',
          '1337',
          '-m',
          'REDIRECT',
          '-i',
          '*',
          '-x',
          '',
          '-b',
          '80, 443,',
          '-d',
          '',
        ],
        securityContext: { capabilities: { add: ['NET_ADMIN'] } },
      },
    ]);
    expect(containers.map(({ name, image }) => ({ name, image }))).toEqual([
      { name: 'istio-proxy', image: 'docker.io/istio/proxyv2:1.0.9' },
    ]);
    expect(volumes.map(({ name }) => name)).toEqual(['istio-envoy', 'istio-certs']);
  });
});

describe('each option', () => {
  const proxy = 'containers.istio-proxy';
  const init = 'initContainers.istio-init';
  const cases: {
    name: keyof ProxyOptions | keyof Images | 'zipkin';
    over: Parameters<typeof sidecarOptions>[1];
    changes: Record<string, unknown>;
  }[] = [
    {
      name: 'image',
      over: { proxy: { image: 'mine' } },
      changes: { [`${proxy}.image`]: 'docker.io/istio/mine:1.0.9' },
    },
    {
      name: 'initImage',
      over: { proxy: { initImage: 'mine' } },
      changes: { [`${init}.image`]: 'docker.io/istio/mine:1.0.9' },
    },
    {
      name: 'domain',
      over: { proxy: { domain: 'mesh.local' } },
      changes: { [`${proxy}.args.--domain`]: '--domain', [`${proxy}.args.--domain value`]: 'mesh.local' },
    },
    { name: 'concurrency', over: { proxy: { concurrency: 7 } }, changes: {} },
    { name: 'accessLogFile', over: { proxy: { accessLogFile: '' } }, changes: {} },
    { name: 'injection', over: { proxy: { injection: 'disabled' } }, changes: {} },
    {
      name: 'resources',
      over: { proxy: { resources: { limits: { cpu: 1 } } } },
      changes: {
        [`${proxy}.resources.limits.cpu`]: '1',
        [`${proxy}.resources.requests.cpu`]: undefined,
        [`${proxy}.resources.requests.memory`]: undefined,
      },
    },
    {
      name: 'coreDump',
      over: { proxy: { coreDump: true } },
      changes: {
        [`${proxy}.securityContext.readOnlyRootFilesystem`]: undefined,
        'initContainers.enable-core-dump.name': 'enable-core-dump',
        'initContainers.enable-core-dump.image': 'docker.io/istio/proxy_init:1.0.9',
        'initContainers.enable-core-dump.imagePullPolicy': 'IfNotPresent',
        'initContainers.enable-core-dump.command.0': '/bin/sh',
        'initContainers.enable-core-dump.args.-c': '-c',
        'initContainers.enable-core-dump.args.-c value':
          'sysctl -w kernel.core_pattern=/var/lib/istio/core.proxy && ulimit -c unlimited',
        'initContainers.enable-core-dump.securityContext.privileged': true,
      },
    },
    {
      name: 'privileged',
      over: { proxy: { privileged: true } },
      changes: { [`${init}.securityContext.privileged`]: true },
    },
    {
      name: 'includeIpRanges',
      over: { proxy: { includeIpRanges: '10.0.0.0/8' } },
      changes: { [`${init}.args.-i value`]: '10.0.0.0/8' },
    },
    {
      name: 'excludeIpRanges',
      over: { proxy: { excludeIpRanges: '10.0.0.0/8' } },
      changes: { [`${init}.args.-x value`]: '10.0.0.0/8' },
    },
    {
      name: 'includeInboundPorts',
      over: { proxy: { includeInboundPorts: '*' } },
      changes: { [`${init}.args.-b value`]: '*' },
    },
    {
      name: 'excludeInboundPorts',
      over: { proxy: { excludeInboundPorts: '22' } },
      changes: { [`${init}.args.-d value`]: '22' },
    },
    {
      name: 'statsd',
      over: { proxy: { statsd: { enabled: true, host: 'ignored', port: 1 } } },
      changes: {
        [`${proxy}.args.--statsdUdpAddress`]: '--statsdUdpAddress',
        [`${proxy}.args.--statsdUdpAddress value`]: 'statsd:9125',
      },
    },
    {
      name: 'hub',
      over: { images: { hub: 'r.example.com:5000/i' } },
      changes: {
        [`${init}.image`]: 'r.example.com:5000/i/proxy_init:1.0.9',
        [`${proxy}.image`]: 'r.example.com:5000/i/proxyv2:1.0.9',
      },
    },
    {
      name: 'tag',
      over: { images: { tag: 'x' } },
      changes: {
        [`${init}.image`]: 'docker.io/istio/proxy_init:x',
        [`${proxy}.image`]: 'docker.io/istio/proxyv2:x',
      },
    },
    {
      name: 'pullPolicy',
      over: { images: { pullPolicy: 'Always' } },
      changes: { [`${init}.imagePullPolicy`]: 'Always', [`${proxy}.imagePullPolicy`]: 'Always' },
    },
    { name: 'pullSecrets', over: { images: { pullSecrets: ['a'] } }, changes: {} },
    {
      name: 'zipkin',
      over: { zipkin: true },
      changes: {
        [`${proxy}.args.--zipkinAddress`]: '--zipkinAddress',
        [`${proxy}.args.--zipkinAddress value`]: 'z:9411',
      },
    },
  ];

  it.each(cases)('$name changes what it is for and nothing else', ({ over, changes: expected }) => {
    expect(changes(sidecarOf(sidecarOptions()), sidecarOf(sidecarOptions('1.0.9', over)))).toEqual(expected);
  });

  it('has a case here', () => {
    const { proxy: proxyOptions, images } = sidecarOptions();
    const known = new Set<string>([...Object.keys(proxyOptions), ...Object.keys(images)]);
    expect([...known].filter((name) => !cases.some((one) => one.name === name))).toEqual([]);
  });
});

describe('a pod', () => {
  it('with TPROXY gets the rights and the group that it needs', () => {
    const annotations = { 'sidecar.istio.io/interceptionMode': 'TPROXY' };
    const pod = { ...MESH, objectMeta: { labels: {}, annotations } };
    expect(changes(sidecarOf(sidecarOptions()), sidecarOf(sidecarOptions(), pod))).toEqual({
      'initContainers.istio-init.args.-m value': 'TPROXY',
      'containers.istio-proxy.env.ISTIO_META_INTERCEPTION_MODE.value': 'TPROXY',
      'containers.istio-proxy.securityContext.capabilities.add.0': 'NET_ADMIN',
      'containers.istio-proxy.securityContext.runAsGroup': 1337,
      'containers.istio-proxy.securityContext.runAsUser': undefined,
    });
  });

  it('with a service account gets its certificate', () => {
    const pod = { ...MESH, spec: { ...MESH.spec, serviceAccountName: 'web' } };
    expect(changes(sidecarOf(sidecarOptions()), sidecarOf(sidecarOptions(), pod))).toEqual({
      'volumes.istio-certs.secret.secretName': 'istio.web',
    });
  });

  it('in a mesh without a limit of threads gets no --concurrency', () => {
    const pod = { ...MESH, proxyConfig: { ...MESH.proxyConfig, concurrency: 0 } };
    expect(changes(sidecarOf(sidecarOptions()), sidecarOf(sidecarOptions(), pod))).toEqual({
      'containers.istio-proxy.args.--concurrency': undefined,
      'containers.istio-proxy.args.--concurrency value': undefined,
    });
  });
});

describe('releases', () => {
  const CORE_DUMP = { proxy: { coreDump: true } };
  const earlierThan = (last: Release10) => RELEASES_1_0.slice(0, RELEASES_1_0.indexOf(last));

  it('run istio-init privileged in 1.0.0 alone, where Envoy is explicitly not', () => {
    const privileged = RELEASES_1_0.filter((release) =>
      JSON.stringify(sidecarOf(sidecarOptions(release))).includes('"privileged":true'),
    );
    expect(privileged).toEqual(['1.0.0']);
    const security = (release: Release10) =>
      sidecarOf(sidecarOptions(release)).containers[0]?.securityContext;
    expect(security('1.0.0')).toHaveProperty('privileged', false);
    expect(security('1.0.1')).not.toHaveProperty('privileged');
  });

  it('know --concurrency from 1.0.2 on', () => {
    const without = RELEASES_1_0.filter(
      (release) => !sidecarOf(sidecarOptions(release)).containers[0]?.args?.includes('--concurrency'),
    );
    expect(without).toEqual(earlierThan('1.0.2'));
  });

  it('dump cores beside the configuration before 1.0.3, with a read-only file system', () => {
    for (const release of RELEASES_1_0) {
      const { initContainers, containers } = sidecarOf(sidecarOptions(release, CORE_DUMP));
      const early = earlierThan('1.0.3').includes(release);
      const pattern = early ? '/etc/istio/proxy/core.%e.%p.%t' : '/var/lib/istio/core.proxy';
      expect(initContainers[1]?.args?.[1]).toContain(`kernel.core_pattern=${pattern} `);
      expect(JSON.stringify(containers[0]).includes('"readOnlyRootFilesystem":true')).toBe(early);
    }
  });

  it('have the same sidecar from 1.0.3 on', () => {
    const images = { tag: '1.0.9' };
    const [first, ...others] = RELEASES_1_0.slice(3).map((release) =>
      goTemplate(sidecar(sidecarOptions(release, { images, ...CORE_DUMP }))),
    );
    expect(new Set(others)).toEqual(new Set([first]));
  });
});
