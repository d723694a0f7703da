import type { MeshCore } from '../mesh/mesh';
import { quoted, UserError } from '../problem';

/** The primary of an id. @throws UserError when no primary of the mesh has it */
export function primaryNamed<M extends MeshCore>({ primary, remotes }: M, cluster: string): M['primary'] {
  if (primary.name === cluster) return primary;
  const what = remotes.some(({ name }) => name === cluster)
    ? `${cluster} is a remote, which has no control plane: synth writes all that it needs`
    : `no cluster of the mesh is called ${quoted(cluster)}`;
  throw new UserError(`${what}. Name the primary, ${primary.name}`);
}
