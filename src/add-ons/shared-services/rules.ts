import type { MeshCore } from '../../mesh/mesh';
import { errorAt, type Problem, relyingOn } from '../../problem';
import type { SharedServicesInput } from './input';

interface Input {
  readonly sharedServices?: SharedServicesInput | undefined;
}

/** Services come from files that name their cluster, or from a cluster that is read. */
export function sharedServicesHaveOneSource(_: MeshCore, { sharedServices = [] }: Input): Problem[] {
  return sharedServices.flatMap((entry, index) => {
    const at = ['sharedServices', index];
    const { files, service, from, cluster } = entry;
    if (files === undefined && service === undefined)
      return [errorAt(at, 'expected files or service, got neither', 'Write files: [services/shop.yaml]')];
    if (files !== undefined && service !== undefined)
      return [errorAt([...at, 'service'], 'expected files or service, got both', 'Make two entries of them')];
    if (files !== undefined) {
      if (from !== undefined)
        return [
          errorAt([...at, 'from'], 'expected no from beside files', `Write cluster: ${from}, or service`),
        ];
      if (files.length === 0)
        return [errorAt([...at, 'files'], 'expected at least one file, got an empty list', 'Name a file')];
      return cluster === undefined
        ? [errorAt([...at, 'cluster'], 'expected the cluster that has these services, got nothing', 'Add it')]
        : [];
    }
    if (cluster !== undefined)
      return [errorAt([...at, 'cluster'], 'expected no cluster beside service', 'Name the cluster in from')];
    return from === undefined
      ? [errorAt([...at, 'from'], 'expected the cluster to read the service from, got nothing', 'Add it')]
      : [];
  });
}

/** Services are copied between clusters of the mesh, and never to where they are. */
export function sharedServicesGoToOtherClusters(
  { primary, remotes }: MeshCore,
  { sharedServices = [] }: Input,
): Problem[] {
  if (sharedServices.length === 0) return [];
  const known = new Set([primary.name, ...remotes.map(({ name }) => name)]);
  const unknown = (path: readonly (string | number)[], name: string): Problem =>
    relyingOn(
      errorAt(
        path,
        `expected a cluster of the mesh, got "${name}"`,
        'Name the primary or one of the remotes',
      ),
      ['primary'],
      ['remotes'],
    );
  return sharedServices.flatMap((entry, index) => {
    const at = ['sharedServices', index];
    const owner = entry.cluster ?? entry.from;
    const found: Problem[] = [];
    for (const key of ['cluster', 'from'] as const) {
      const name = entry[key];
      if (name !== undefined && !known.has(name)) found.push(unknown([...at, key], name));
    }
    (entry.to ?? []).forEach((name, place, all) => {
      const path = [...at, 'to', place];
      if (!known.has(name)) found.push(unknown(path, name));
      else if (name === owner)
        found.push(
          errorAt(path, `expected another cluster, got "${name}", which has the service itself`, 'Remove it'),
        );
      else if (all.indexOf(name) !== place)
        found.push(errorAt(path, `expected each cluster once, got "${name}" again`, 'Remove one of the two'));
    });
    if (entry.to?.length === 0)
      found.push(
        errorAt(
          [...at, 'to'],
          'expected at least one cluster, got an empty list',
          'Name one, or remove the key for all clusters',
        ),
      );
    return found;
  });
}
