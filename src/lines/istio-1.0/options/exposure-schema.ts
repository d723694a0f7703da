import {
  type Field,
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
} from '../../../mesh/schema/fields';
import { annotationName, cidr, objectName, resources } from '../../../mesh/schema/shared';
import { EXPOSED_PORTS, EXPOSURE_MODES } from '../exposure';

const expected = `${EXPOSURE_MODES.join(', ')}, or a map with a mode`;
const words = (what: string) =>
  record(
    annotationName,
    text('text', () => true),
    what,
  );

const mode = oneOf(EXPOSURE_MODES);

/** Options of `primary.exposure` besides mode and images. Which mode takes which is a rule of the mesh. */
const fields = {
  ports: optional(oneOf(EXPOSED_PORTS), {
    description:
      'Every port of the control plane, or those that sidecars need: with `security.controlPlaneMutualTls` no plain text but zipkin. For all modes but pod-ip.',
    default: 'all',
  }),
  annotations: optional(words('a map from annotation to text'), {
    description:
      'Annotations of the load balancers, such as those that ask a cloud for an internal one. For load-balancer and dedicated-gateway.',
    default: 'none, with a warning; {} says that none are needed',
  }),
  sourceRanges: optional(list(cidr, 'a list of CIDRs'), {
    description:
      'From where the load balancers take connections (loadBalancerSourceRanges). For load-balancer and dedicated-gateway.',
    default: 'everywhere',
  }),
  fixedAddresses: optional(flag(), {
    description:
      'Ask the cloud for the very IP addresses in `addresses` (loadBalancerIP). For load-balancer and dedicated-gateway.',
    default: 'false',
  }),
  service: optional(objectName, {
    description: 'Service of the existing gateway, in the namespace of Istio. For ingress-gateway.',
    default: 'istio-ingressgateway',
  }),
  selector: optional(words('a map from label to value'), {
    description: 'Labels of the existing gateway’s pods. For ingress-gateway.',
    default: '{ istio: ingressgateway }',
  }),
  replicas: optional(integer(1), {
    description: 'Pods of the gateway. For dedicated-gateway.',
    default: '2',
  }),
  resources: optional(resources, {
    description: 'Requests and limits of the gateway. For dedicated-gateway.',
    default: 'requests of cpu 10m',
  }),
} as const;

/**
 * `primary.exposure`: a mode, or a map with a mode and its options.
 * @param images where the image of a dedicated gateway comes from, as for remotes
 */
export function exposureSchema<Images extends Field>(images: Images) {
  const map = group({
    mode: noted(mode, {
      description: 'How remotes reach the control plane.',
      fix: `Write mode: with one of ${EXPOSURE_MODES.join(', ')}`,
    }),
    ...fields,
    images: optional(images, {
      description: 'Where the image of the gateway comes from. For dedicated-gateway.',
      default: 'docker.io/istio, the release in `istio`',
    }),
  });
  return union([mode, map], expected);
}
