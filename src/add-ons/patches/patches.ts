import type { JsonOperation } from '../../kubernetes/json-operation';
import type { MeshCore } from '../../mesh/mesh';
import type { Path } from '../../problem';

/** Selects the objects of a patch, by names or patterns. */
export interface PatchTarget {
  readonly kind: string;
  /** Undefined: any name. */
  readonly name?: string | undefined;
  /** Undefined: any namespace, and cluster-scoped objects. */
  readonly namespace?: string | undefined;
  /** Cluster ids. Undefined: every cluster. */
  readonly clusters?: readonly string[] | undefined;
}

/** A change of finished objects. */
export interface Patch {
  /** Its path in mesh.yaml. */
  readonly path: Path;
  readonly target: PatchTarget;
  /** A JSON merge patch. A patch has either this or {@link json}. */
  readonly merge?: Readonly<Record<string, unknown>> | undefined;
  /** The operations of a JSON patch. */
  readonly json?: readonly JsonOperation[] | undefined;
  /** Whether it may change fields that the mesh depends on. */
  readonly force: boolean;
}

/** A mesh with patches. */
export interface MeshWithPatches extends MeshCore {
  /** Patches of the mesh, then of each cluster. Undefined: none. */
  readonly patches?: readonly Patch[];
}

type PatchAsWritten = Omit<Patch, 'path' | 'force'> & { readonly force?: boolean | undefined };

interface ClusterAsWritten {
  readonly name: string;
  readonly patches?: readonly PatchAsWritten[] | undefined;
}

/** Patches as written in mesh.yaml. */
export interface PatchesInput {
  readonly patches?: readonly PatchAsWritten[] | undefined;
  readonly primary?: ClusterAsWritten | undefined;
  readonly primaries?: readonly ClusterAsWritten[] | undefined;
  readonly remotes?: readonly ClusterAsWritten[] | undefined;
}

/** Returns every patch of a mesh, with its path. Returns nothing if it has none. */
export function resolvePatches({ patches = [], primary, primaries = [], remotes = [] }: PatchesInput): {
  readonly patches?: readonly Patch[];
} {
  const all = [
    ...patches.map((patch, index) => complete(patch, ['patches', index])),
    ...(primary === undefined ? [] : ofCluster(primary, ['primary'])),
    ...primaries.flatMap((one, index) => ofCluster(one, ['primaries', index])),
    ...remotes.flatMap((remote, index) => ofCluster(remote, ['remotes', index])),
  ];
  return all.length === 0 ? {} : { patches: all };
}

function ofCluster({ name, patches = [] }: ClusterAsWritten, path: Path): Patch[] {
  return patches.map((patch, index) => {
    const own = complete(patch, [...path, 'patches', index]);
    return { ...own, target: { ...own.target, clusters: [name] } };
  });
}

function complete({ force = false, ...patch }: PatchAsWritten, path: Path): Patch {
  return { ...patch, path, force };
}
