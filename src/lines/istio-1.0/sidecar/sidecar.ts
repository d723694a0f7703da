import { SIDECAR_ANNOTATIONS } from '../../../inject/sidecar-annotations';
import { storedResources } from '../../../kubernetes/quantity';
import { hasFeature, type Release10 } from '../facts/releases';
import type { Images } from '../options/images';
import type { ProxyOptions } from '../options/proxy';
import { Choice, PodText, type Template } from './template';

/** Everything that a sidecar depends on besides the pod and the mesh config. */
export interface SidecarOptions {
  readonly istio: Release10;
  readonly images: Images;
  readonly proxy: ProxyOptions;
  /** Whether the mesh config has a zipkin address. */
  readonly zipkin: boolean;
}

/**
 * User and group of Envoy. istio-init does not redirect its traffic. Source: 1.0.9, inject.go DefaultSidecarProxyUID.
 */
const PROXY_UID = 1337;
const ADD_NET_ADMIN = { add: ['NET_ADMIN'] };

/**
 * Returns the additions to a pod: `initContainers`, `containers` and `volumes`. Source: 1.0.0–1.0.9,
 * install/kubernetes/helm/istio-remote/templates/sidecar-injector-configmap.yaml.
 */
export function sidecar(options: SidecarOptions): Template {
  return {
    initContainers: [initContainer(options), ...(options.proxy.coreDump ? [coreDumpContainer(options)] : [])],
    containers: [proxyContainer(options)],
    volumes: [
      { name: 'istio-envoy', emptyDir: { medium: 'Memory' } },
      { name: 'istio-certs', secret: { optional: true, secretName: PodText.serviceAccount('istio.') } },
    ],
  };
}

/** Redirects the pod's traffic to Envoy with iptables. */
function initContainer({ images, proxy }: SidecarOptions): Template {
  const ports = proxy.includeInboundPorts ?? PodText.containerPorts();
  return {
    name: 'istio-init',
    image: imageOf(images, proxy.initImage),
    imagePullPolicy: images.pullPolicy,
    args: [
      '-p',
      PodText.proxyListenPort(),
      '-u',
      `${PROXY_UID}`,
      '-m',
      interceptionMode,
      '-i',
      annotationElse(SIDECAR_ANNOTATIONS.includeOutboundIpRanges, proxy.includeIpRanges),
      '-x',
      annotationElse(SIDECAR_ANNOTATIONS.excludeOutboundIpRanges, proxy.excludeIpRanges),
      '-b',
      annotationElse(SIDECAR_ANNOTATIONS.includeInboundPorts, ports),
      '-d',
      annotationElse(SIDECAR_ANNOTATIONS.excludeInboundPorts, proxy.excludeInboundPorts),
    ],
    securityContext: { capabilities: ADD_NET_ADMIN, ...(proxy.privileged ? { privileged: true } : {}) },
  };
}

/** The chart fixes this image: neither `proxy.initImage` nor the pull policy applies to it. */
function coreDumpContainer({ istio, images }: SidecarOptions): Template {
  const pattern = hasFeature(istio, 'coreDumpFile')
    ? '/var/lib/istio/core.proxy'
    : '/etc/istio/proxy/core.%e.%p.%t';
  return {
    name: 'enable-core-dump',
    image: imageOf(images, 'proxy_init'),
    imagePullPolicy: 'IfNotPresent',
    command: ['/bin/sh'],
    args: ['-c', `sysctl -w kernel.core_pattern=${pattern} && ulimit -c unlimited`],
    resources: {},
    securityContext: { privileged: true },
  };
}

function proxyContainer({ istio, images, proxy, zipkin }: SidecarOptions): Template {
  return {
    name: 'istio-proxy',
    image: annotationElse(SIDECAR_ANNOTATIONS.proxyImage, imageOf(images, proxy.image)),
    imagePullPolicy: images.pullPolicy,
    args: proxyArguments(istio, proxy, zipkin),
    env: [
      fieldVariable('POD_NAME', 'metadata.name'),
      fieldVariable('POD_NAMESPACE', 'metadata.namespace'),
      fieldVariable('INSTANCE_IP', 'status.podIP'),
      fieldVariable('ISTIO_META_POD_NAME', 'metadata.name'),
      { name: 'ISTIO_META_INTERCEPTION_MODE', value: interceptionMode },
    ],
    securityContext: proxySecurity(istio, proxy),
    resources: new Choice(
      { annotationSet: SIDECAR_ANNOTATIONS.proxyCpu },
      {
        requests: {
          cpu: PodText.annotation(SIDECAR_ANNOTATIONS.proxyCpu),
          memory: PodText.annotation(SIDECAR_ANNOTATIONS.proxyMemory),
        },
      },
      { ...storedResources(proxy.resources ?? {}) },
    ),
    volumeMounts: [
      { name: 'istio-envoy', mountPath: '/etc/istio/proxy' },
      { name: 'istio-certs', mountPath: '/etc/certs/', readOnly: true },
    ],
  };
}

function proxyArguments(istio: Release10, proxy: ProxyOptions, zipkin: boolean): Template {
  const concurrency = ['--concurrency', PodText.proxyConfig('Concurrency')];
  return [
    'proxy',
    'sidecar',
    ...(proxy.domain === '' ? [] : ['--domain', proxy.domain]),
    '--configPath',
    PodText.proxyConfig('ConfigPath'),
    '--binaryPath',
    PodText.proxyConfig('BinaryPath'),
    '--serviceCluster',
    new Choice({ labelNotEmpty: 'app' }, PodText.label('app'), 'istio-proxy'),
    '--drainDuration',
    PodText.duration('DrainDuration'),
    '--parentShutdownDuration',
    PodText.duration('ParentShutdownDuration'),
    '--discoveryAddress',
    PodText.annotationOr(SIDECAR_ANNOTATIONS.discoveryAddress, 'DiscoveryAddress'),
    '--discoveryRefreshDelay',
    PodText.duration('DiscoveryRefreshDelay'),
    ...(zipkin ? ['--zipkinAddress', PodText.proxyConfig('ZipkinAddress')] : []),
    '--connectTimeout',
    PodText.duration('ConnectTimeout'),
    ...(proxy.statsd.enabled ? ['--statsdUdpAddress', PodText.proxyConfig('StatsdUdpAddress')] : []),
    '--proxyAdminPort',
    PodText.proxyConfig('ProxyAdminPort'),
    ...(hasFeature(istio, 'concurrency') ? [new Choice({ concurrencySet: true }, concurrency, [])] : []),
    '--controlPlaneAuthPolicy',
    PodText.annotationOr(SIDECAR_ANNOTATIONS.controlPlaneAuthPolicy, 'ControlPlaneAuthPolicy'),
  ];
}

function proxySecurity(istio: Release10, { coreDump }: ProxyOptions): Template {
  // Envoy writes a core dump below /var/lib/istio. Up to 1.0.2 it went to a volume.
  const readOnly = coreDump && hasFeature(istio, 'coreDumpFile') ? {} : { readOnlyRootFilesystem: true };
  const unprivileged = hasFeature(istio, 'privilegedSwitch') ? {} : { privileged: false };
  return new Choice(
    { interceptionMode: 'TPROXY' },
    { ...unprivileged, ...readOnly, capabilities: ADD_NET_ADMIN, runAsGroup: PROXY_UID },
    { ...unprivileged, ...readOnly, runAsUser: PROXY_UID },
  );
}

const interceptionMode = PodText.annotationOr(SIDECAR_ANNOTATIONS.interceptionMode, 'InterceptionMode');

function annotationElse(name: string, otherwise: Template): Choice {
  return new Choice({ annotationSet: name }, PodText.annotation(name), otherwise);
}

function fieldVariable(name: string, fieldPath: string): Template {
  return { name, valueFrom: { fieldRef: { fieldPath } } };
}

function imageOf(images: Images, name: string): string {
  return `${images.hub}/${name}:${images.tag}`;
}
