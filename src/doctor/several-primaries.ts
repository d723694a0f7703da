import { inParallel } from '../in-parallel';
import { membershipFor } from '../membership/member-mesh';
import type { ClusterCore, MeshCore } from '../mesh/mesh';
import { readBy, views } from '../mesh/primaries';
import { UserError } from '../problem';
import { type ExaminedLine, examineView, runAll } from './examine-view';
import type { Finding } from './finding';

type ViewOptions<M extends MeshCore> = Omit<Parameters<typeof examineView<M>>[2], 'others'>;

/** Limit of views that are checked at once. Each view checks several clusters at once. */
const CONCURRENT_VIEWS = 4;

/**
 * Checks a mesh with several primaries: each primary with its remotes, its Secrets for all other clusters, and its
 * account for the other primaries.
 */
export async function examineSeveral<M extends MeshCore>(
  line: ExaminedLine<M>,
  mesh: M,
  options: ViewOptions<M>,
): Promise<Finding[]> {
  const { names } = options;
  const found = await inParallel(
    CONCURRENT_VIEWS,
    views(mesh).map((view) => async () => {
      const { name } = view.primary;
      const own = new Set(view.remotes.map((remote) => remote.name));
      const others = readBy(mesh, name).filter(
        (cluster) => !own.has(cluster.name) && (names.has(cluster.name) || names.has(name)),
      );
      const findings = await examineView(line, view, { ...options, others });
      return [
        ...findings.map((finding) => (finding.cluster === name ? finding : { ...finding, primary: name })),
        ...(names.has(name) ? await examinePeer(line, view, mesh, options) : []),
      ];
    }),
  );
  return found.flat();
}

/** Checks what other primaries need in a primary. */
async function examinePeer<M extends MeshCore>(
  { checks, membership }: ExaminedLine<M>,
  view: M,
  mesh: M,
  { open, openReader, limit }: ViewOptions<M>,
): Promise<Finding[]> {
  const { primary }: { readonly primary: ClusterCore } = view;
  const { several } = checks;
  if (several === undefined) return [];
  try {
    const context = {
      mesh: view,
      membership: membershipFor({ mesh, membership }, primary.name),
      remote: primary,
      cluster: open(primary),
      expected: several.expected(view),
      openReader,
      openFirst: () => open(mesh.primary),
    };
    return await runAll(several.peer, context, primary.name, limit);
  } catch (error) {
    // Another finding reports that the cluster cannot be opened.
    if (error instanceof UserError) return [];
    throw error;
  }
}
