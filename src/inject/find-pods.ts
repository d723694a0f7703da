import type { Path } from '../problem';
import { jobPath, type WorkloadKind, workloadKind } from './workload-kinds';
import type { MapNode, YamlNode } from './yaml-node';
import { entriesOf, resolved } from './yaml-value';

/** A pod, or a template of pods, in a document. */
export interface FoundPod {
  /** `Deployment shop/web`. */
  readonly workload: string;
  readonly namespace: string;
  readonly path: Path;
  /** The node at the path: a map unless the document is broken. */
  readonly node: YamlNode;
  /** Aliases and merges on the way to the node: what is changed there would change elsewhere. */
  readonly shared: boolean;
  /** The object whose annotations `istioctl kube-inject` takes for the pod's, where that is another. */
  readonly job: MapNode | undefined;
}

/** Every pod of a document: of a workload, or of the workloads in a List. */
export function findPods(root: YamlNode | undefined, kinds: readonly WorkloadKind[]): FoundPod[] {
  return root === undefined ? [] : podsOf({ node: root, path: [], shared: false }, kinds, '', '');
}

interface Place {
  readonly node: YamlNode;
  readonly path: Path;
  readonly shared: boolean;
}

function podsOf(
  place: Place,
  kinds: readonly WorkloadKind[],
  inheritedVersion: string,
  inheritedKind: string,
): FoundPod[] {
  const object = resolved(place.node);
  if (object?.kind !== 'map') return [];
  const kind = scalarAt(object, 'kind') || inheritedKind;
  const apiVersion = scalarAt(object, 'apiVersion') || inheritedVersion;
  const known = workloadKind(kinds, apiVersion, kind);
  if (known !== undefined) return podsAt(place, object, known);
  if (!kind.endsWith('List')) return [];
  const items = steps(place, 'items').flatMap((list) => steps(list, '*'));
  // The items of a DeploymentList need not say what they are; those of a List do.
  const [version, itemKind] = kind === 'List' ? ['', ''] : [apiVersion, kind.slice(0, -'List'.length)];
  return items.flatMap((item) => podsOf(item, kinds, version, itemKind));
}

function podsAt(place: Place, object: MapNode, kind: WorkloadKind): FoundPod[] {
  const metadata = resolved(entriesOf(object).get('metadata'));
  const namespace = metadata?.kind === 'map' ? scalarAt(metadata, 'namespace') : '';
  const name =
    metadata?.kind === 'map' ? scalarAt(metadata, 'name') || scalarAt(metadata, 'generateName') : '';
  const workload = `${kind.kind} ${namespace === '' ? '' : `${namespace}/`}${name || '(without a name)'}`;
  const [job] = jobPath(kind) === undefined ? [] : follow(place, jobPath(kind) ?? []);
  const jobNode = resolved(job?.node);
  return follow(place, kind.path).map(({ node, path, shared }) => ({
    workload,
    namespace,
    path,
    node,
    shared,
    job: jobNode?.kind === 'map' ? jobNode : undefined,
  }));
}

function follow(place: Place, path: Path): Place[] {
  return path.reduce<Place[]>((places, step) => places.flatMap((each) => steps(each, String(step))), [place]);
}

/** What lies one step below a place. */
function steps(place: Place, step: string): Place[] {
  const node = resolved(place.node);
  const shared = place.shared || place.node.kind === 'alias';
  if (node?.kind === 'list') {
    const items = node.items.map((item, index) => ({
      node: item.node,
      path: [...place.path, index],
      shared,
    }));
    return step === '*' ? items : items.filter((_, index) => String(index) === step);
  }
  if (node?.kind !== 'map') return [];
  return [...entriesOf(node)].flatMap(([key, value]) => {
    if (step !== '*' && step !== key) return [];
    const merged = !node.entries.some((entry) => entry.key === key);
    return [{ node: value, path: [...place.path, key], shared: shared || merged }];
  });
}

function scalarAt(map: MapNode, key: string): string {
  const node = resolved(entriesOf(map).get(key));
  return node?.kind === 'scalar' ? node.text : '';
}
