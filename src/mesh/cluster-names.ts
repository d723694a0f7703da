import { errorAt, type Path, type Problem, quoted } from '../problem';
import { placedClusters } from './primaries';
import { nearest } from './schema/nearest';

/** Says what to do about a name that no cluster of the mesh has. */
export function fixForName(name: string, known: readonly string[]): string {
  const guess = nearest(name, known);
  return guess === undefined ? 'Write the id of the primary or of a remote' : `Did you mean ${guess}?`;
}

/** Reports a name that no cluster of the mesh has. @param known ids of the clusters in the mesh */
export function unknownCluster(path: Path, name: string, known: readonly string[]): Problem {
  return errorAt(path, `expected a cluster of the mesh, got ${quoted(name)}`, fixForName(name, known));
}

/**
 * Finds clusters with the name of a delivery tool's own output folder.
 * @param tool for example Argo CD
 * @param key its key in mesh.yaml
 */
export function clustersNamedAs(
  folder: string,
  mesh: Parameters<typeof placedClusters>[0],
  { tool, key }: { readonly tool: string; readonly key: string },
): Problem[] {
  return placedClusters(mesh)
    .filter(({ cluster }) => cluster.name === folder)
    .map(({ path }) =>
      errorAt(
        [...path, 'name'],
        `expected another name than "${folder}", whose folder contains the files for ${tool} itself`,
        `Rename the cluster, or remove ${key}`,
      ),
    );
}
