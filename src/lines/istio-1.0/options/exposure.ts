import { isLabelValue } from '../../../kubernetes/names';
import type { Resources } from '../../../kubernetes/resources';
import { merged } from '../../../mesh/merge';
import {
  flag,
  group,
  integer,
  list,
  noted,
  oneOf,
  optional,
  record,
  text,
  union,
  type ValueOf,
} from '../../../mesh/schema/fields';
import { annotationMap, cidr, labelName, resources, serviceName } from '../../../mesh/schema/shared';
import { defaultsOf } from '../../chart-option';
import { INGRESS_GATEWAY } from '../facts/control-plane';
import type { Release10 } from '../facts/releases';
import { type Images, images, imagesFields } from './images';

/** How remotes reach the control plane. */
export const EXPOSURE_MODES = ['pod-ip', 'load-balancer', 'ingress-gateway', 'dedicated-gateway'] as const;

/** One way for remotes to reach the control plane. */
export type ExposureMode = (typeof EXPOSURE_MODES)[number];

/**
 * Which ports are exposed: every port that a remote may use, or only the ports that sidecars are configured with and
 * call.
 */
export const EXPOSED_PORTS = ['all', 'needed'] as const;

/** Which ports are exposed. */
export type ExposedPorts = (typeof EXPOSED_PORTS)[number];

/** Options of a Service of type LoadBalancer. */
export interface LoadBalancerOptions {
  /** Annotations of the Service, for example to ask a cloud for an internal load balancer. */
  readonly annotations: Readonly<Record<string, string>>;
  /** CIDRs that may connect. Empty: everywhere. */
  readonly sourceRanges: readonly string[];
  /** Whether to request exactly the addresses in `primary.addresses`. */
  readonly fixedAddresses: boolean;
}

/** Existing gateway pods, and the Service in front of them. */
export interface ExistingGateway {
  readonly service: string;
  /** Labels of the gateway's pods. */
  readonly selector: Readonly<Record<string, string>>;
}

/** A gateway that synth creates for the control plane. */
export interface DedicatedGatewayOptions {
  readonly replicas: number;
  readonly images: Images;
  readonly resources?: Resources;
}

/** How remotes reach the control plane, with every default filled in. */
export type Exposure =
  | { readonly mode: 'pod-ip' }
  | {
      readonly mode: 'load-balancer';
      readonly ports: ExposedPorts;
      readonly loadBalancer: LoadBalancerOptions;
    }
  | { readonly mode: 'ingress-gateway'; readonly ports: ExposedPorts; readonly gateway: ExistingGateway }
  | {
      readonly mode: 'dedicated-gateway';
      readonly ports: ExposedPorts;
      readonly loadBalancer: LoadBalancerOptions;
      readonly gateway: DedicatedGatewayOptions;
    };

const expected = `${EXPOSURE_MODES.join(', ')}, or a map with a mode`;
const labelMap = record(labelName, text('the value of a label', isLabelValue), 'a map from label to value');

const mode = oneOf(EXPOSURE_MODES);

/**
 * Options of `primary.exposure` besides mode and images. A rule of the mesh checks which mode accepts which option.
 */
const fields = {
  ports: optional(oneOf(EXPOSED_PORTS), {
    description:
      'Ports of the control plane to expose. `all`: every port. `needed`: only the ports that sidecars need; with `security.controlPlaneMutualTls`, Zipkin’s is the only plain-text port. For every mode except pod-ip.',
    default: 'all',
  }),
  annotations: optional(annotationMap, {
    description:
      'Annotations of the load balancers’ Services. For example, they ask a cloud for internal load balancers. For load-balancer and dedicated-gateway.',
    default: 'none, with a warning. `{}` means that none are needed',
  }),
  sourceRanges: optional(list(cidr, 'a list of CIDRs'), {
    description:
      'Client addresses that the load balancers accept (loadBalancerSourceRanges). For load-balancer and dedicated-gateway.',
    default: 'every address',
  }),
  fixedAddresses: optional(flag(), {
    description:
      'Whether to ask the cloud for exactly the IP addresses in `addresses` (loadBalancerIP). For load-balancer and dedicated-gateway.',
    default: 'false',
  }),
  service: optional(serviceName, {
    description: 'Name of the existing gateway’s Service in Istio’s namespace. For ingress-gateway.',
    default: 'istio-ingressgateway',
  }),
  selector: optional(labelMap, {
    description: 'Labels of the existing gateway’s pods. For ingress-gateway.',
    default: '{ istio: ingressgateway }',
  }),
  replicas: optional(integer(1), {
    description: 'Number of gateway pods. For dedicated-gateway.',
    default: '2',
  }),
  resources: optional(resources, {
    description: 'Resource requests and limits of the gateway. For dedicated-gateway.',
    default: 'requests of cpu 10m',
  }),
} as const;

/** `primary.exposure`: a mode, or a map with a mode and its options. @internal */
export const exposure = union(
  [
    mode,
    group({
      mode: noted(mode, {
        description: 'How remotes reach the control plane.',
        fix: `Write mode: with one of ${EXPOSURE_MODES.join(', ')}`,
      }),
      ...fields,
      images: optional(images, {
        description: 'Registry, tag and pull settings of the gateway’s image. For dedicated-gateway.',
        default: 'docker.io/istio, the release in `istio`',
      }),
    }),
  ],
  expected,
);

/** `primary.exposure` as written in mesh.yaml. @internal */
export type ExposureInput = ValueOf<typeof exposure>;

/** The options of `primary.exposure` as written in mesh.yaml, without the mode. @internal */
export type ExposureOptionsInput = Omit<Extract<ExposureInput, object>, 'mode'>;

/** Splits `primary.exposure` into mode and options. A word alone is a mode without options. @internal */
export function modeAndOptions(input: ExposureInput): { mode: ExposureMode; options: ExposureOptionsInput } {
  if (typeof input === 'string') return { mode: input, options: {} };
  const { mode, ...options } = input;
  return { mode, options };
}

/** Fills in every default of `primary.exposure` and drops options of other modes. @internal */
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
          images: merged<Images>(defaultsOf(imagesFields, istio), options.images),
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
