import type { Resources } from '../../../kubernetes/resources';
import { merged } from '../../../mesh/merge';
import type { Exposure, ExposureMode, LoadBalancerOptions } from '../exposure';
import { INGRESS_GATEWAY } from '../facts/control-plane';
import type { Release10 } from '../facts/releases';
import type { MeshInput10 } from './schema';

/** `primary.exposure` as people write it. */
export type ExposureInput = NonNullable<MeshInput10['primary']['exposure']>;

/** The options of `primary.exposure` as people write them, besides the mode. */
export type ExposureOptionsInput = Omit<Extract<ExposureInput, object>, 'mode'>;

/** Takes `primary.exposure` apart: a word alone is a mode without options. */
export function modeAndOptions(input: ExposureInput): { mode: ExposureMode; options: ExposureOptionsInput } {
  if (typeof input === 'string') return { mode: input, options: {} };
  const { mode, ...options } = input;
  return { mode, options };
}

/** Fills in every default of `primary.exposure`; options of other modes are left out. */
export function resolveExposure(input: ExposureInput, istio: Release10): Exposure {
  const { mode, options } = modeAndOptions(input);
  const { ports = 'all' } = options;
  switch (mode) {
    case 'pod-ip':
      return { mode };
    case 'load-balancer':
      return { mode, ports, loadBalancer: loadBalancerOptions(options) };
    case 'ingress-gateway':
      return {
        mode,
        ports,
        gateway: {
          service: options.service ?? INGRESS_GATEWAY.service,
          selector: options.selector ?? INGRESS_GATEWAY.selector,
        },
      };
    case 'dedicated-gateway':
      return {
        mode,
        ports,
        loadBalancer: loadBalancerOptions(options),
        gateway: {
          replicas: options.replicas ?? 2,
          images: {
            hub: options.images?.hub ?? 'docker.io/istio',
            tag: options.images?.tag ?? istio,
            pullPolicy: options.images?.pullPolicy ?? 'IfNotPresent',
            pullSecrets: options.images?.pullSecrets ?? [],
          },
          resources: merged<Resources>({}, options.resources ?? undefined),
        },
      };
  }
}

function loadBalancerOptions(options: ExposureOptionsInput): LoadBalancerOptions {
  return {
    annotations: options.annotations ?? {},
    sourceRanges: options.sourceRanges ?? [],
    fixedAddresses: options.fixedAddresses ?? false,
  };
}
