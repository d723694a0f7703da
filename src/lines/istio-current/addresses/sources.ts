/** Where the address of istiod is looked for. */
export const ADDRESS_SOURCES = ['gateway', 'services'] as const;

/** Where an address is looked for. */
export type AddressSource = (typeof ADDRESS_SOURCES)[number];
