/** What of the control plane has an address of its own in mesh.yaml. */
export const CONTROL_PLANE_COMPONENTS_CURRENT = ['istiod'] as const;

/** Where istiod answers about Istio's own objects. Source: release-1.30, pkg/webhooks/validation/server/server.go. */
export const VALIDATION_PATH = '/validate';

/**
 * The variable of istiod that lists further hosts of its certificate, separated by commas without blanks.
 * Source: release-1.30, pilot/pkg/features/pilot.go and pilot/pkg/bootstrap/server.go (getDNSNames).
 */
export const CUSTOM_HOST = 'ISTIOD_CUSTOM_HOST';

/** Where the address of istiod is looked for. */
export const ADDRESS_SOURCES = ['gateway', 'services'] as const;

/** Where an address is looked for. */
export type AddressSource = (typeof ADDRESS_SOURCES)[number];
