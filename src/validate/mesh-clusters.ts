import data from '../../imports/kubernetes.json';
import type { Line, Mesh } from '../mesh/mesh';
import type { ClusterFacts } from './known-at-run-time';

/** What the primary is taken for when the mesh does not say: the newest Kubernetes that its line runs on. */
const NEWEST: Readonly<Record<Line, string>> = { '1.0': '1.21', current: `1.${data.last}` };

/** The clusters of a mesh by the name of their folder. Other folders are taken for ones that only the primary's tools read. */
export function clustersOf(mesh: Mesh): (folder: string) => ClusterFacts {
  const { primary } = mesh;
  const common = { istioNamespace: primary.namespace };
  const primaryVersion = primary.kubernetes ?? NEWEST[mesh.line];
  const remotes = new Map(mesh.remotes.map(({ name, kubernetes }) => [name, kubernetes]));
  return (name) => {
    const kubernetes = remotes.get(name) ?? primaryVersion;
    return { ...common, name, kubernetes, primary: !remotes.has(name) };
  };
}
