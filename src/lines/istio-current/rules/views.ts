import { seenFrom } from '../../../mesh/primaries';
import type { Path, Problem } from '../../../problem';
import type {
  ListedPrimaryInputCurrent,
  MeshInputCurrent,
  PrimaryInputCurrent,
  RemoteInputCurrent,
} from '../input';
import type { MeshCurrent } from '../mesh';
import { UNNAMED_PRIMARY } from '../options/primary';

/** A mesh file as seen from one of its primaries. */
export interface ViewInputCurrent extends Omit<MeshInputCurrent, 'primary'> {
  readonly primary: Omit<PrimaryInputCurrent, 'addresses'> &
    Pick<ListedPrimaryInputCurrent, 'addresses' | 'eastWestGateway'>;
  readonly remotes: readonly RemoteInputCurrent[];
}

/** A rule of a mesh of current Istio. Its name says what must be true. */
export type LawCurrent = {
  law(mesh: MeshCurrent, input: MeshInputCurrent): Problem | readonly Problem[];
}['law'];

/** A rule of one primary and its remotes. */
export type LawOfView = {
  law(mesh: MeshCurrent, input: ViewInputCurrent): Problem | readonly Problem[];
}['law'];

/**
 * Applies the rules of one primary and its remotes to every primary of a mesh. Each primary serves only its own
 * remotes, so every rule of a mesh with one primary applies to each view.
 */
export function inEachView(
  laws: readonly LawOfView[],
): (mesh: MeshCurrent, input: MeshInputCurrent) => Problem[] {
  return (mesh, input) => {
    if (!mesh.listsPrimaries) return found(laws, mesh, viewInput(input, 0, input.remotes ?? []));
    const seen = new Set<string>();
    return mesh.primaries.flatMap((primary, index) => {
      const own = mesh.remotes.flatMap((remote, at) => (remote.primary === primary.name ? [at] : []));
      const remotes = own.flatMap((at) => input.remotes?.[at] ?? []);
      const inFile = (path: Path): Path => placed(path, index, own);
      return found(laws, seenFrom(mesh, primary), viewInput(input, index, remotes))
        .map((problem) => ({
          ...problem,
          path: inFile(problem.path),
          ...(problem.reliesOn === undefined ? {} : { reliesOn: problem.reliesOn.map(inFile) }),
        }))
        .filter(({ path, message }) => {
          // A problem of the whole mesh appears in every view, so it is reported once.
          const key = JSON.stringify([path, message]);
          const isNew = !seen.has(key);
          seen.add(key);
          return isNew;
        });
    });
  };
}

function found(laws: readonly LawOfView[], mesh: MeshCurrent, input: ViewInputCurrent): Problem[] {
  return laws.flatMap((law) => law(mesh, input));
}

function viewInput(
  input: MeshInputCurrent,
  index: number,
  remotes: readonly RemoteInputCurrent[],
): ViewInputCurrent {
  const primary = input.primaries?.[index] ?? input.primary ?? UNNAMED_PRIMARY;
  return { ...input, primary, remotes };
}

/** Returns the path in the file of a path in a view. */
function placed(path: Path, primary: number, remotes: readonly number[]): Path {
  const [first, second, ...rest] = path;
  if (first === 'primary') return ['primaries', primary, ...path.slice(1)];
  return first === 'remotes' && typeof second === 'number'
    ? ['remotes', remotes[second] ?? second, ...rest]
    : path;
}
