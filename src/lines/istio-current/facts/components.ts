import { istiodName } from './names';

/** What of the control plane has an address of its own in mesh.yaml. */
export const CONTROL_PLANE_COMPONENTS_CURRENT = ['istiod'] as const;

/** The Service of a load balancer right in front of istiod; the name is ours, beside the one of the installation. */
export function exposedIstiodName(revision: string | undefined): string {
  return `${istiodName(revision)}-exposed`;
}

/** Where the address of istiod is looked for. */
export const ADDRESS_SOURCES = ['gateway', 'services'] as const;

/** Where an address is looked for. */
export type AddressSource = (typeof ADDRESS_SOURCES)[number];
