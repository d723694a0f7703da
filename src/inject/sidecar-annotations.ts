import { ipFamily } from '../kubernetes/network';
import { errorAt, excerpt, type Problem } from '../problem';

/**
 * Annotations of a pod that change its sidecar. Source: 1.0.9, pilot/pkg/kube/inject/inject.go and
 * istio-remote/templates/sidecar-injector-configmap.yaml.
 */
export const SIDECAR_ANNOTATIONS = {
  inject: 'sidecar.istio.io/inject',
  status: 'sidecar.istio.io/status',
  proxyImage: 'sidecar.istio.io/proxyImage',
  interceptionMode: 'sidecar.istio.io/interceptionMode',
  discoveryAddress: 'sidecar.istio.io/discoveryAddress',
  controlPlaneAuthPolicy: 'sidecar.istio.io/controlPlaneAuthPolicy',
  proxyCpu: 'sidecar.istio.io/proxyCPU',
  proxyMemory: 'sidecar.istio.io/proxyMemory',
  includeOutboundIpRanges: 'traffic.sidecar.istio.io/includeOutboundIPRanges',
  excludeOutboundIpRanges: 'traffic.sidecar.istio.io/excludeOutboundIPRanges',
  includeInboundPorts: 'traffic.sidecar.istio.io/includeInboundPorts',
  excludeInboundPorts: 'traffic.sidecar.istio.io/excludeInboundPorts',
} as const;

interface Rule {
  readonly expected: string;
  accepts(value: string): boolean;
}

const cidrs: Rule = {
  expected: 'CIDRs, comma-separated without blanks, such as 10.0.0.0/8,172.16.0.0/12',
  accepts: (text) => text === '' || text.split(',').every(isCidr),
};
const ports: Rule = {
  expected: 'ports from 0 to 65535, comma-separated, such as 80,8080',
  accepts: (text) => text.trim() === '' || text.split(',').every(isPort),
};
const orAll = ({ expected, accepts }: Rule): Rule => ({
  expected: `"*" or ${expected}`,
  accepts: (text) => text === '*' || accepts(text),
});
const uint32: Rule = {
  expected: 'a whole number from 0 to 4294967295',
  accepts: (value) => /^\d+$/.test(value) && BigInt(value) < 2n ** 32n,
};

/**
 * What the injector refuses before it creates a sidecar. Source: 1.0.9, pilot/pkg/kube/inject/inject.go
 * (annotationRegistry, validateAnnotations).
 */
const RULES: Readonly<Record<string, Rule>> = {
  'sidecar.istio.io/interceptionMode': {
    expected: 'REDIRECT or TPROXY',
    accepts: (value) => value === 'REDIRECT' || value === 'TPROXY',
  },
  'status.sidecar.istio.io/port': { expected: 'a port from 0 to 65535', accepts: isPort },
  'readiness.status.sidecar.istio.io/initialDelaySeconds': uint32,
  'readiness.status.sidecar.istio.io/periodSeconds': uint32,
  'readiness.status.sidecar.istio.io/failureThreshold': uint32,
  'readiness.status.sidecar.istio.io/applicationPorts': orAll(ports),
  'traffic.sidecar.istio.io/includeOutboundIPRanges': orAll(cidrs),
  'traffic.sidecar.istio.io/excludeOutboundIPRanges': cidrs,
  'traffic.sidecar.istio.io/includeInboundPorts': orAll(ports),
  'traffic.sidecar.istio.io/excludeInboundPorts': ports,
};

/** Returns what Istio refuses in the annotations of a pod. Paths are relative to the annotations. */
export function annotationProblems(annotations: Readonly<Record<string, string>>): Problem[] {
  return Object.entries(RULES).flatMap(([name, { expected, accepts }]) => {
    const value = Object.hasOwn(annotations, name) ? annotations[name] : undefined;
    if (value === undefined || accepts(value)) return [];
    const fix = 'Correct the annotation: Istio refuses the pod';
    return [errorAt([name], `expected ${expected}, got ${excerpt(value)}`, fix)];
  });
}

/** Like Go's net.ParseCIDR, accepts host bits and leading zeros of an octet. */
function isCidr(text: string): boolean {
  const [address = '', prefix = '', ...rest] = text.split('/');
  const family = /^(?:\d{1,10}\.){3}\d{1,10}$/.test(address)
    ? ipFamily(address.replace(/(^|\.)0+(?=\d)/g, '$1'))
    : ipFamily(address);
  return (
    rest.length === 0 &&
    family !== 0 &&
    /^\d{1,10}$/.test(prefix) &&
    Number(prefix) <= (family === 4 ? 32 : 128)
  );
}

function isPort(text: string): boolean {
  const digits = text.trim();
  return /^\d+$/.test(digits) && BigInt(digits) < 65536n;
}
