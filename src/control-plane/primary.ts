import type { MeshCore } from '../mesh/mesh';
import { seenFrom } from '../mesh/primaries';
import { quoted, UserError } from '../problem';
import { someOf } from '../some-of';

/** Returns the mesh as seen from a primary. @throws UserError if the mesh has no primary of that id */
export function meshOfPrimary<M extends MeshCore>(mesh: M, cluster: string): M {
  const { primaries, remotes } = mesh;
  const primary = primaries.find(({ name }) => name === cluster);
  if (primary !== undefined) return seenFrom(mesh, primary);
  const what = remotes.some(({ name }) => name === cluster)
    ? `${cluster} is a remote, which has no control plane: synth writes all that it needs`
    : `no cluster of the mesh is called ${quoted(cluster)}`;
  const names = primaries.map(({ name }) => name);
  throw new UserError(`${what}. Choose ${names.length > 1 ? 'a' : 'the'} primary: ${someOf(names, 5)}`);
}
