import type { Cluster } from '../kubernetes/api/cluster';
import type { MeshCore } from '../mesh/mesh';
import { isReachable } from '../mesh/reachable';
import { quoted } from '../problem';

/** How to find the addresses of a line's control plane on the live primary. */
export interface AddressFinder<M extends MeshCore, Component extends string, Source extends string> {
  /** Keys of `primary.addresses`, in order. */
  readonly components: readonly Component[];
  /** Where to look for addresses. */
  readonly sources: readonly Source[];
  /** Returns where the mesh gets its addresses from. */
  sourceOf(mesh: M): Source;
  /** Whether several components share one address. It then does not show which of them run. */
  isShared(from: Source): boolean;
  /** Finds the address of each component, in order. */
  find(
    primary: Pick<Cluster, 'get' | 'list'>,
    mesh: M,
    components: readonly Component[],
    from: Source,
  ): Promise<FoundAddress<Component>[]>;
}

/** The address of one component of the control plane on a live primary. */
export type FoundAddress<Component extends string = string> = {
  readonly component: Component;
  /** The object that was examined, for example `Service istio-pilot-exposed`. */
  readonly source: string;
} & (
  | {
      readonly state: 'found';
      readonly address: string /** A remark about it. */;
      readonly note?: string;
    }
  /** Equal choices. */
  | { readonly state: 'several'; readonly choices: readonly string[]; readonly note: string }
  /** The address does not exist yet. */
  | { readonly state: 'not ready' | 'pending'; readonly note: string }
  | { readonly state: 'none'; readonly note: string }
);

/** Returns the single address, or several equal ones. Ignores addresses that only work in one cluster. */
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
