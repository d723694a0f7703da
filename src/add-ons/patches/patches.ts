import type { JsonOperation } from '../../kubernetes/json-operation';
import type { MeshCore } from '../../mesh/mesh';
import type { Path } from '../../problem';

/** Which objects a patch changes: names, or patterns. */
export interface PatchTarget {
  readonly kind: string;
  /** Absent: any. */
  readonly name?: string | undefined;
  /** Absent: any, and objects without a namespace. */
  readonly namespace?: string | undefined;
  /** Cluster ids. Absent: every cluster. */
  readonly clusters?: readonly string[] | undefined;
}

/** A change of finished objects. */
export interface Patch {
  /** Where mesh.yaml has it. */
  readonly path: Path;
  readonly target: PatchTarget;
  /** A JSON merge patch; either this or {@link json}. */
  readonly merge?: Readonly<Record<string, unknown>> | undefined;
  /** The steps of a JSON patch. */
  readonly json?: readonly JsonOperation[] | undefined;
  /** Whether it may change what the mesh depends on. */
  readonly force: boolean;
}

/** A mesh whose finished objects may be patched. */
export interface MeshWithPatches extends MeshCore {
  /** Patches of the mesh, then of each cluster. Absent: none. */
  readonly patches?: readonly Patch[];
}

type PatchAsWritten = Omit<Patch, 'path' | 'force'> & { readonly force?: boolean | undefined };

interface ClusterAsWritten {
  readonly name: string;
  readonly patches?: readonly PatchAsWritten[] | undefined;
}

/** Patches as mesh.yaml has them. */
export interface PatchesInput {
  readonly patches?: readonly PatchAsWritten[] | undefined;
  readonly primary?: ClusterAsWritten | undefined;
  readonly primaries?: readonly ClusterAsWritten[] | undefined;
  readonly remotes?: readonly ClusterAsWritten[] | undefined;
}

/** Every patch of a mesh, with its place. Nothing where there are none. */
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
