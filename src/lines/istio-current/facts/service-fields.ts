import type { ServiceField } from '../../../add-ons/shared-services/service-fields';

/**
 * Fields of a Service that istiod reads besides ports and selector. It reads them from the Service of the primary if
 * that exists, so a copy without them changes the Service for the whole mesh (istio#22607, istio#46105). Source:
 * release-1.28, pilot/pkg/serviceregistry/kube/conversion.go (ConvertService) and
 * pilot/pkg/serviceregistry/aggregate/controller.go (Services).
 */
export const SERVICE_FIELDS: readonly ServiceField[] = [
  'appProtocol',
  'internalTrafficPolicy',
  'ipFamilyPolicy',
  'trafficDistribution',
];
