import { isQualifiedName } from '../../kubernetes/names';
import { errorAt, excerpt, type Path, type Problem } from '../../problem';
import type { SharedServiceProps } from './shared-service';

/** Fields of a Service that only some releases of Istio read. */
export type ServiceField = 'appProtocol' | 'internalTrafficPolicy' | 'ipFamilyPolicy' | 'trafficDistribution';

type Value = string | null | undefined;

/** The fields as a Service has them. */
interface RoutingSpec {
  readonly ports?: readonly { readonly appProtocol?: Value }[] | null | undefined;
  readonly internalTrafficPolicy?: Value;
  readonly ipFamilyPolicy?: Value;
  readonly trafficDistribution?: Value;
}

/** The values that API servers accept. Source: Kubernetes 1.34, pkg/apis/core/types.go. */
const ACCEPTED = {
  internalTrafficPolicy: ['Cluster', 'Local'],
  ipFamilyPolicy: ['SingleStack', 'PreferDualStack', 'RequireDualStack'],
  trafficDistribution: ['PreferClose', 'PreferSameZone', 'PreferSameNode'],
} as const;

/** Returns what an API server refuses in the fields that Istio reads. */
export function fieldFaults(spec: RoutingSpec, fields: readonly ServiceField[]): Problem[] {
  return fields.flatMap((field) => {
    if (field !== 'appProtocol') {
      const accepted: readonly string[] = ACCEPTED[field];
      return fault(['spec', field], spec[field], accepted.join(', '), (value) => accepted.includes(value));
    }
    return (spec.ports ?? []).flatMap(({ appProtocol }, index) => {
      const path = ['spec', 'ports', index, field];
      return fault(path, appProtocol, 'a protocol such as http or kubernetes.io/h2c', isQualifiedName);
    });
  });
}

function fault(path: Path, value: Value, expected: string, fits: (value: string) => boolean): Problem[] {
  return value === undefined || value === null || value === '' || fits(value)
    ? []
    : [errorAt(path, `expected ${expected}, got ${excerpt(value)}`, 'Correct it')];
}

/**
 * Drops the defaults that a server fills in. A single-family cluster accepts `PreferDualStack` but not
 * `RequireDualStack`.
 */
export function routingOf(
  { ipFamilyPolicy, internalTrafficPolicy, trafficDistribution }: RoutingSpec,
  fields: readonly ServiceField[],
): Pick<SharedServiceProps, 'ipFamilyPolicy' | 'internalTrafficPolicy' | 'trafficDistribution'> {
  const isDual = (ipFamilyPolicy ?? 'SingleStack') !== 'SingleStack';
  return {
    ...(isDual && fields.includes('ipFamilyPolicy') ? { ipFamilyPolicy: 'PreferDualStack' } : {}),
    ...(internalTrafficPolicy === 'Local' && fields.includes('internalTrafficPolicy')
      ? { internalTrafficPolicy }
      : {}),
    ...(trafficDistribution && fields.includes('trafficDistribution') ? { trafficDistribution } : {}),
  };
}
