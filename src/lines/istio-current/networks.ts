import type { MeshCurrent } from './mesh';

/** Networks of the mesh; none in a mesh whose clusters all reach each other. */
export function networksOf({ primary, remotes }: Pick<MeshCurrent, 'primary' | 'remotes'>): Set<string> {
  const named = [primary.network, ...remotes.map(({ network }) => network)];
  return new Set(named.filter((network) => network !== undefined));
}
