import type { MeshCore } from '../../mesh/mesh';
import { clustersOf } from '../../mesh/primaries';
import { errorAt, type Path, type Problem, relyingOn } from '../../problem';
import type { SharedServicesInput } from './input';

interface Input {
  readonly sharedServices?: SharedServicesInput | undefined;
}

/** Services come either from files with their cluster, or from a live cluster. */
export function sharedServicesHaveOneSource(_: MeshCore, { sharedServices = [] }: Input): Problem[] {
  return sharedServices.flatMap(({ files, service, from, cluster }, index) => {
    const wrong = (key: 'cluster' | 'files' | 'from' | 'service', message: string, fix: string): Problem =>
      errorAt(['sharedServices', index, key], message, fix);
    if (files === undefined && service === undefined) {
      const message = 'expected files or service, got neither';
      return errorAt(['sharedServices', index], message, 'Write files: [services/shop.yaml]');
    }
    if (files !== undefined && service !== undefined)
      return wrong('service', 'expected files or service, got both', 'Make two entries of them');
    if (files === undefined && cluster !== undefined)
      return wrong('cluster', 'expected no cluster beside service', 'Name the cluster in from');
    if (files === undefined && from === undefined)
      return wrong('from', 'expected the cluster to read the service from, got nothing', 'Add it');
    if (files === undefined) return [];
    if (from !== undefined)
      return wrong('from', 'expected no from beside files', `Write cluster: ${from}, or service`);
    if (files.length === 0)
      return wrong('files', 'expected at least one file, got an empty list', 'Name a file');
    if (cluster === undefined)
      return wrong('cluster', 'expected the cluster that has these services, got nothing', 'Add it');
    return [];
  });
}

/** Services are copied between clusters of the mesh, and never to the cluster that has them. */
export function sharedServicesGoToOtherClusters(mesh: MeshCore, { sharedServices = [] }: Input): Problem[] {
  if (sharedServices.length === 0) return [];
  const known = new Set(clustersOf(mesh).map(({ name }) => name));
  const unknown = mesh.listsPrimaries
    ? 'Name one of the primaries or remotes'
    : 'Name the primary or one of the remotes';
  return sharedServices.flatMap(({ cluster, from, to }, index) => {
    const at = ['sharedServices', index];
    const nameIn = (path: Path, name: string | undefined): Problem | [] =>
      name === undefined || known.has(name)
        ? []
        : relyingOn(
            errorAt(path, `expected a cluster of the mesh, got "${name}"`, unknown),
            ['primary'],
            ['primaries'],
            ['remotes'],
          );
    const targets = (to ?? []).map((name, place, all): Problem | [] => {
      const path = [...at, 'to', place];
      if (!known.has(name)) return nameIn(path, name);
      if (name === (cluster ?? from)) {
        const message = `expected another cluster, got "${name}", which has the service itself`;
        return errorAt(path, message, 'Remove it');
      }
      if (all.indexOf(name) === place) return [];
      return errorAt(path, `expected each cluster once, got "${name}" again`, 'Remove one of the two');
    });
    const none = 'expected at least one cluster, got an empty list';
    return [
      nameIn([...at, 'cluster'], cluster),
      nameIn([...at, 'from'], from),
      ...targets,
      to?.length === 0 ? errorAt([...at, 'to'], none, 'Name one, or remove the key for all clusters') : [],
    ].flat();
  });
}
