import type { ControlPlaneComponent } from './facts/control-plane';

/** Where an address is looked for. */
export const ADDRESS_SOURCES = ['pods', 'services', 'gateway'] as const;

/** Where an address is looked for. */
export type AddressSource = (typeof ADDRESS_SOURCES)[number];

/** What a live primary says about the address of one component. */
export type FoundAddress = {
  readonly component: ControlPlaneComponent;
  /** What was looked at, such as `Service istio-pilot-exposed`. */
  readonly source: string;
} & (
  | {
      readonly state: 'found';
      readonly address: string /** What to know about it. */;
      readonly note?: string;
    }
  /** Equal choices; none is better than the others. */
  | { readonly state: 'several'; readonly choices: readonly string[]; readonly note: string }
  /** There will be an address, but not yet. */
  | { readonly state: 'not ready' | 'pending'; readonly note: string }
  | { readonly state: 'none'; readonly note: string }
);

/** One of several equal addresses, or the only one. */
export function oneOrSeveral(
  component: ControlPlaneComponent,
  source: string,
  addresses: readonly string[],
  what: string,
): FoundAddress | undefined {
  const [address, ...others] = new Set(addresses);
  if (address === undefined) return undefined;
  if (others.length === 0) return { component, source, state: 'found', address };
  const choices = [address, ...others];
  const note = `${choices.length} ${what} are equal choices: ${choices.join(', ')}. Write one of them into the file, or put a load balancer in front`;
  return { component, source, state: 'several', choices, note };
}
