/** Where the address of a component of Istio 1.0 is looked for. */
export const ADDRESS_SOURCES = ['pods', 'services', 'gateway'] as const;

/** Where an address is looked for. */
export type AddressSource = (typeof ADDRESS_SOURCES)[number];
