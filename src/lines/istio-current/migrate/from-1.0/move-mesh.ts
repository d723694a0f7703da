import { isMap } from '../../../../is-map';
import { readYaml } from '../../../../kubernetes/text/read-yaml';
import { isAtLeast } from '../../../../kubernetes/version';
import { checkMesh } from '../../../../mesh/check-mesh';
import { refuse } from '../../../../migrate/value-place';
import { errorAt, type Path, type Problem, UserError, warningAt } from '../../../../problem';
import type { MovedMesh } from '../../../line';
import { isReleaseCurrent, oldestKubernetes } from '../../facts/releases';
import { reader } from '../../reader';
import { movedMeshText } from './moved-text';
import {
  type Dropped,
  droppedIn,
  MESH_MOVES,
  MESH_STAYS,
  PRIMARY_MOVES,
  REMOTE_MOVES,
  SECURITY_MOVES,
} from './moves';

/**
 * Writes the mesh.yaml of current Istio for the clusters of a mesh of Istio 1.0.
 * @param input the valid content of the mesh file
 * @param file its name, for the comments
 * @param to the release, with or without the patch version
 * @throws UserError for a release of another line
 */
export function moveMesh(input: unknown, file: string, to: string): MovedMesh {
  if (!isReleaseCurrent(to)) {
    const problem = errorAt([], `expected release 1.28 or newer, got "${to}"`, 'Name the release to move to');
    refuse([{ ...problem, file: '--to' }]);
  }
  const mesh = isMap(input) ? input : {};
  const remotes = Array.isArray(mesh.remotes) ? mesh.remotes : [];
  const oldest = oldestKubernetes(to);
  const primary = movedCluster(mesh.primary, ['primary'], { ...PRIMARY_MOVES, exposure: 'stays' }, oldest);
  const defaults = movedCluster(mesh.defaults, ['defaults'], REMOTE_MOVES, oldest);
  const moved = remotes.map((remote, index) =>
    movedCluster(remote, ['remotes', index], REMOTE_MOVES, oldest),
  );
  const security = droppedIn(mesh.security, ['security'], SECURITY_MOVES);
  const ofMesh = droppedIn({ controlPlane: mesh.controlPlane }, [], MESH_MOVES);
  const dropped = [primary, defaults, ...moved]
    .flatMap((cluster) => cluster.dropped)
    .concat(security.dropped, ofMesh.dropped);
  const text = movedMeshText({
    file,
    to,
    oldest,
    primary: primary.kept,
    defaults: defaults.kept,
    remotes: moved.map(({ kept }) => kept),
    others: Object.fromEntries(MESH_STAYS.filter((key) => key in mesh).map((key) => [key, mesh[key]])),
    dropped,
  });
  const errors = checkMesh(reader, readYaml(text, 'mesh.yaml').value).problems.filter(
    ({ severity }) => severity === 'error',
  );
  // The written text should be valid. If it is not, the user gets the problems of that text.
  if (errors.length > 0)
    throw new UserError(errors.map((problem) => ({ ...problem, file: `the mesh for Istio ${to}` })));
  return { text, dropped: grouped(dropped, to) };
}

/**
 * Splits a cluster's options into kept and dropped ones. An unsupported Kubernetes version is
 * dropped.
 */
function movedCluster(
  cluster: unknown,
  path: Path,
  moves: Parameters<typeof droppedIn>[2],
  oldest: string,
): { readonly kept: Readonly<Record<string, unknown>>; readonly dropped: readonly Dropped[] } {
  const { kubernetes, ...others } = isMap(cluster) ? cluster : {};
  const { kept, dropped } = droppedIn(others, path, moves);
  if (typeof kubernetes !== 'string') return { kept, dropped };
  if (isAtLeast(kubernetes, oldest)) return { kept: { kubernetes, ...kept }, dropped };
  const reason = `is too old: the release runs on Kubernetes ${oldest} and newer, Istio 1.0 up to 1.21, so the cluster leaves the old mesh before its upgrade`;
  return { kept, dropped: [{ path: [...path, 'kubernetes'], option: 'kubernetes', reason }, ...dropped] };
}

/** Returns one warning for each option, at its first place, since many remotes often share one. */
function grouped(dropped: readonly Dropped[], to: string): Problem[] {
  const places = new Map<string, Dropped[]>();
  for (const entry of dropped) {
    const key = `${entry.option}: ${entry.reason}`;
    places.set(key, [...(places.get(key) ?? []), entry]);
  }
  return [...places.values()].flatMap(([first, ...rest]) => {
    if (first === undefined) return [];
    const also =
      rest.length === 0 ? '' : `, here and in ${rest.length} more ${rest.length === 1 ? 'place' : 'places'}`;
    return [warningAt(first.path, `has no equivalent in a mesh of Istio ${to}${also}: it ${first.reason}`)];
  });
}
