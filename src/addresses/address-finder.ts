import type { Cluster } from '../kubernetes/api/cluster';
import type { MeshCore } from '../mesh/mesh';
import type { FoundAddress } from './found-address';

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
