import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { SIDECAR_ANNOTATIONS } from '../../../../src/inject/sidecar-annotations';
import { goTemplate } from '../../../../src/lines/istio-1.0/sidecar/go-template';
import { sidecar } from '../../../../src/lines/istio-1.0/sidecar/sidecar';
import { GO, NO_GO, texts } from './go-engine';
import { sidecarOptions } from './options';
import { anyText, BARE_POD, hostilePod, type SeenPod } from './pods';
import { type Container, readSidecar, type Sidecar } from './read-sidecar';

const A = SIDECAR_ANNOTATIONS;
const runs = { numRuns: 10 };

function sidecars(template: string, pods: readonly SeenPod[]): Sidecar[] {
  return texts(pods.map((pod) => ({ template, ...pod }))).map((text) => {
    const { sidecar, ignored } = readSidecar(text);
    expect(ignored).toEqual([]);
    return sidecar;
  });
}

function only(containers: readonly Container[], name: string): Container {
  const found = containers.filter((container) => container.name === name);
  if (found[0] === undefined || found.length > 1)
    throw new Error(`${found.length} containers called ${name}`);
  return found[0];
}

function argOf({ args = [] }: Container, option: string): string | undefined {
  return args[args.indexOf(option) + 1];
}

beforeEach(({ skip }) => {
  if (GO === undefined) skip(NO_GO);
});

describe('text of a pod', () => {
  const options = sidecarOptions('1.0.9', { zipkin: true });
  const template = goTemplate(sidecar(options));

  it('reaches the sidecar as it is', () => {
    const pods = fc.array(hostilePod, { minLength: 1, maxLength: 8, size: 'max' });
    fc.assert(
      fc.property(pods, (seen) => {
        const specs = sidecars(template, seen);
        for (const [index, pod] of seen.entries()) {
          const { labels, annotations } = pod.objectMeta;
          const { containers, initContainers, volumes } = specs[index] as Sidecar;
          const proxy = only(containers, 'istio-proxy');
          expect(proxy.image).toBe(annotations[A.proxyImage] ?? 'docker.io/istio/proxyv2:1.0.9');
          expect(argOf(proxy, '--serviceCluster')).toBe(labels.app || 'istio-proxy');
          expect(argOf(proxy, '--configPath')).toBe(pod.proxyConfig.configPath);
          expect(argOf(proxy, '--zipkinAddress')).toBe(pod.proxyConfig.zipkinAddress);
          expect(argOf(proxy, '--discoveryAddress')).toBe(
            annotations[A.discoveryAddress] || pod.proxyConfig.discoveryAddress,
          );
          expect(argOf(proxy, '--controlPlaneAuthPolicy')).toBe(
            annotations[A.controlPlaneAuthPolicy] || pod.proxyConfig.controlPlaneAuthPolicy,
          );
          const mode = annotations[A.interceptionMode] || pod.proxyConfig.interceptionMode;
          expect(proxy.env).toContainEqual({ name: 'ISTIO_META_INTERCEPTION_MODE', value: mode });
          expect(proxy.resources).toEqual({
            requests:
              annotations[A.proxyCpu] === undefined
                ? { cpu: '100m', memory: '128Mi' }
                : { cpu: annotations[A.proxyCpu], memory: annotations[A.proxyMemory] ?? '' },
          });
          const ports = pod.spec.containers?.flatMap(({ ports = [] }) =>
            ports.map(({ containerPort }) => `${containerPort},`),
          );
          expect(only(initContainers, 'istio-init').args).toEqual([
            ...['-p', `${pod.meshConfig.proxyListenPort}`, '-u', '1337', '-m', mode],
            ...['-i', annotations[A.includeOutboundIpRanges] ?? '*'],
            ...['-x', annotations[A.excludeOutboundIpRanges] ?? ''],
            ...['-b', annotations[A.includeInboundPorts] ?? ports?.join(' ')],
            ...['-d', annotations[A.excludeInboundPorts] ?? ''],
          ]);
          expect(volumes).toContainEqual({
            name: 'istio-certs',
            secret: { optional: true, secretName: `istio.${pod.spec.serviceAccountName || 'default'}` },
          });
        }
      }),
      runs,
    );
  });
});

describe('text of an option', () => {
  it('reaches the sidecar as it is, also [[', () => {
    const text = fc.record({
      hub: anyText,
      tag: anyText,
      image: anyText,
      initImage: anyText,
      domain: anyText,
      includeIpRanges: anyText,
      excludeIpRanges: anyText,
      includeInboundPorts: anyText,
      excludeInboundPorts: anyText,
      cpu: anyText,
    });
    fc.assert(
      fc.property(text, ({ hub, tag, cpu, ...proxy }) => {
        const options = sidecarOptions('1.0.9', {
          images: { hub, tag },
          proxy: { ...proxy, coreDump: true, resources: { limits: { cpu } } },
        });
        const [spec] = sidecars(goTemplate(sidecar(options)), [BARE_POD]);
        const { containers, initContainers } = spec as Sidecar;
        const istioProxy = only(containers, 'istio-proxy');
        const init = only(initContainers, 'istio-init');
        expect(istioProxy.image).toBe(`${hub}/${proxy.image}:${tag}`);
        expect(init.image).toBe(`${hub}/${proxy.initImage}:${tag}`);
        expect(only(initContainers, 'enable-core-dump').image).toBe(`${hub}/proxy_init:${tag}`);
        expect(istioProxy.resources).toEqual({ limits: { cpu } });
        if (proxy.domain !== '') expect(argOf(istioProxy, '--domain')).toBe(proxy.domain);
        else expect(istioProxy.args).not.toContain('--domain');
        expect(init.args?.slice(6)).toEqual([
          ...['-i', proxy.includeIpRanges, '-x', proxy.excludeIpRanges],
          ...['-b', proxy.includeInboundPorts, '-d', proxy.excludeInboundPorts],
        ]);
      }),
      { numRuns: runs.numRuns * 2 },
    );
  });

  it.each(['[[ .Spec ]]', '[[/*', '[[- fail ]]', '[[[[', 'a]][[b', '[[[ ', '\u{1f600}[[\u2028'])(
    'keeps %j',
    (domain) => {
      const options = sidecarOptions('1.0.9', { proxy: { domain } });
      const [spec] = sidecars(goTemplate(sidecar(options)), [BARE_POD]);
      expect(argOf(only(spec?.containers ?? [], 'istio-proxy'), '--domain')).toBe(domain);
    },
  );
});
