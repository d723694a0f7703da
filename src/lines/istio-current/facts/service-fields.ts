import type { ServiceField } from '../../../add-ons/shared-services/service-fields';

/**
 * What istiod reads of a Service besides ports and selector. It takes them from the Service of the primary, where that
 * has one: a copy without them changes the Service for the whole mesh (istio#22607, istio#46105).
 * Source: release-1.28, pilot/pkg/serviceregistry/kube/conversion.go (ConvertService) and
 * pilot/pkg/serviceregistry/aggregate/controller.go (Services).
 */
export const SERVICE_FIELDS: readonly ServiceField[] = [
  'appProtocol',
  'internalTrafficPolicy',
  'ipFamilyPolicy',
  'trafficDistribution',
];
