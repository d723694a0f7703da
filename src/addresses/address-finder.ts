import type { Cluster } from '../kubernetes/api/cluster';
import type { MeshCore } from '../mesh/mesh';
import { isReachable } from '../mesh/reachable';
import { quoted } from '../problem';

/** How the addresses of a line's control plane are found on the live primary. */
export interface AddressFinder<M extends MeshCore, Component extends string, Source extends string> {
  /** Keys of `primary.addresses`, in their order. */
  readonly components: readonly Component[];
  /** Where addresses can be looked for. */
  readonly sources: readonly Source[];
  /** Where they come from, as the mesh says. */
  sourceOf(mesh: M): Source;
  /** Whether several components have one address, which does not tell which of them run. */
  isShared(from: Source): boolean;
  /** Asks for the address of each component, in their order. */
  find(
    primary: Pick<Cluster, 'get' | 'list'>,
    mesh: M,
    components: readonly Component[],
    from: Source,
  ): Promise<FoundAddress<Component>[]>;
}

/** What a live primary says about the address of one component of the control plane. */
export type FoundAddress<Component extends string = string> = {
  readonly component: Component;
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

/** One of several equal addresses, or the only one. Addresses that mean something in one cluster only do not count. */
export function oneOrSeveral<Component extends string>(
  component: Component,
  source: string,
  addresses: readonly string[],
  what: string,
): FoundAddress<Component> | undefined {
  const [address, ...others] = new Set(addresses.filter(isReachable));
  const [useless] = addresses;
  if (address === undefined && useless !== undefined) {
    const note = `${quoted(useless)} is another machine in each cluster, so remotes do not reach it. Give it an address of the network that the clusters share`;
    return { component, source, state: 'none', note };
  }
  if (address === undefined) return undefined;
  if (others.length === 0) return { component, source, state: 'found', address };
  const choices = [address, ...others];
  const note = `${choices.length} ${what} are equal choices: ${choices.join(', ')}. Write one of them into the file, or put a load balancer in front`;
  return { component, source, state: 'several', choices, note };
}
