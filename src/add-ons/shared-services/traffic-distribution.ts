import { isAtLeast } from '../../kubernetes/version';
import type { SharedServiceProps } from './shared-service';

/**
 * Istio reads the annotation if the field is absent. Source: release-1.28, pilot/pkg/model/service.go
 * (GetTrafficDistribution).
 */
const ANNOTATION = 'networking.istio.io/traffic-distribution';

/**
 * Returns a copy that the API server of a cluster accepts. Before 1.34, Kubernetes refused every value except
 * `PreferClose` (KEP-3015); Istio reads the same from an annotation.
 * @param kubernetes version of the cluster; undefined: unknown
 */
export function withAcceptedDistribution(
  service: SharedServiceProps,
  kubernetes: string | undefined,
): SharedServiceProps {
  const { trafficDistribution, ...rest } = service;
  if (trafficDistribution === undefined || trafficDistribution === 'PreferClose') return service;
  if (kubernetes !== undefined && isAtLeast(kubernetes, '1.34')) return service;
  return { ...rest, annotations: { ...rest.annotations, [ANNOTATION]: trafficDistribution } };
}
