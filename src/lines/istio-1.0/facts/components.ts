/** What of the control plane remote clusters reach over an address of its own, in the order of mesh.yaml. */
export const CONTROL_PLANE_COMPONENTS = ['pilot', 'policy', 'telemetry', 'zipkin'] as const;

/** One part of the control plane that has an address in mesh.yaml. */
export type ControlPlaneComponent = (typeof CONTROL_PLANE_COMPONENTS)[number];

/** Where the address of a component of Istio 1.0 is looked for. */
export const ADDRESS_SOURCES = ['pods', 'services', 'gateway'] as const;

/** Where an address is looked for. */
export type AddressSource = (typeof ADDRESS_SOURCES)[number];
