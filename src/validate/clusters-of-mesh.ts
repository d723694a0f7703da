import data from '../../imports/kubernetes.json';
import { NAMES } from '../lines/istio-1.0/facts/names';
import type { Line, Mesh } from '../mesh/mesh';
import type { ClusterFacts } from './known-at-run-time';
import { identity } from './manifest';

/** What the primary is taken for when the mesh does not say: the newest Kubernetes that its line runs on. */
const NEWEST: Readonly<Record<Line, string>> = { '1.0': '1.21', current: `1.${data.last}` };

/**
 * The clusters of a mesh by the name of their folder. Another folder is taken for one that tools beside the primary
 * read, such as Argo CD.
 */
export function clustersOf(mesh: Mesh): (folder: string) => ClusterFacts {
  const { primary, line } = mesh;
  const istioNamespace = primary.namespace;
  const remotes = new Map(
    mesh.remotes.map(({ name, kubernetes }) => [name, { name, kubernetes, primary: false, istioNamespace }]),
  );
  const given = givenTemplates(mesh);
  return (name) => {
    const remote = remotes.get(name);
    if (remote === undefined)
      return { name, kubernetes: primary.kubernetes ?? NEWEST[line], primary: true, istioNamespace };
    return given.has(name) ? { ...remote, given: [injectionTemplate(istioNamespace)] } : remote;
  };
}

/** Remotes whose injection template people bring. */
function givenTemplates(mesh: Mesh): ReadonlySet<string> {
  if (mesh.line !== '1.0') return new Set();
  return new Set(
    mesh.remotes.filter(({ sidecarInjector }) => !sidecarInjector.template).map(({ name }) => name),
  );
}

function injectionTemplate(namespace: string): string {
  return identity('', 'ConfigMap', namespace, NAMES.sidecarInjector);
}
