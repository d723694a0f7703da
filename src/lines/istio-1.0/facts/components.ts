/** The components of the control plane that have an address of their own, in the order of mesh.yaml. */
export const CONTROL_PLANE_COMPONENTS = ['pilot', 'policy', 'telemetry', 'zipkin'] as const;

/** A component of the control plane that has an address in mesh.yaml. */
export type ControlPlaneComponent = (typeof CONTROL_PLANE_COMPONENTS)[number];

/** Where `addresses` looks for the address of an Istio 1.0 component. */
export const ADDRESS_SOURCES = ['pods', 'services', 'gateway'] as const;

/** A source of addresses. */
export type AddressSource = (typeof ADDRESS_SOURCES)[number];
