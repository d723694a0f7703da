/** The components of the control plane that have their own address in mesh.yaml. */
export const CONTROL_PLANE_COMPONENTS_CURRENT = ['istiod'] as const;

/**
 * The path of istiod's validation of Istio's own objects. Source: release-1.30,
 * pkg/webhooks/validation/server/server.go.
 */
export const VALIDATION_PATH = '/validate';

/**
 * The variable of istiod that lists further hosts of its certificate, separated by commas without blanks. Source:
 * release-1.30, pilot/pkg/features/pilot.go and pilot/pkg/bootstrap/server.go (getDNSNames).
 */
export const CUSTOM_HOST = 'ISTIOD_CUSTOM_HOST';

/** Where `addresses` looks for the address of istiod. */
export const ADDRESS_SOURCES = ['gateway', 'services'] as const;

/** A source of addresses. */
export type AddressSource = (typeof ADDRESS_SOURCES)[number];
