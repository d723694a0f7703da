import { type Part, part } from '../../../kubernetes/part';
import { mergeValues } from '../../../migrate/helm-values/helm-value';
import { SailIstio } from '../constructs/sail-istio';
import { SailCni, SailZtunnel } from '../constructs/sail-nodes';
import { SailRevisionTag } from '../constructs/sail-revision-tag';
import { DEFAULT_REVISION } from '../facts/names';
import type { MeshCurrent } from '../mesh';
import { type Installation, mapAt, namespaceOfNodes, newestOf } from './installation';

/**
 * Returns the objects for the Sail operator: an Istio for each revision, its tags and, in ambient mode, the programs on
 * the nodes.
 */
export function sailParts(mesh: MeshCurrent, found: readonly Installation[]): Part[] {
  return [
    ...found.map(istioPart),
    ...mesh.revisionTags.map(({ name, revision }) =>
      part(`revision-tag-${name}`, SailRevisionTag, { tag: name, revision }),
    ),
    ...(mesh.dataPlane === 'ambient' ? found.slice(0, 1).flatMap((one) => nodeParts(mesh, one)) : []),
  ];
}

/** Values that the operator sets itself, since the object's name is the revision, or that belong to other objects. */
const NOT_IN_ISTIO = ['revision', 'defaultRevision', 'profile', 'revisionTags', 'cni', 'ztunnel'];

function istioPart({ istio, namespace, revision, values, isAmbient }: Installation): Part {
  const others = Object.fromEntries(Object.entries(values).filter(([key]) => !NOT_IN_ISTIO.includes(key)));
  return part(revision === DEFAULT_REVISION ? 'control-plane' : `control-plane-${revision}`, SailIstio, {
    istio,
    namespace,
    revision,
    ...(Object.keys(others).length === 0 ? {} : { values: others }),
    ...(isAmbient ? { profile: 'ambient' } : {}),
  });
}

/** Returns the objects that a cluster has only once. */
function nodeParts(mesh: MeshCurrent, { values }: Installation): Part[] {
  const { primary } = mesh;
  const shared = { istio: newestOf(mesh), namespace: namespaceOfNodes(mesh) };
  const cni = mapAt(values, 'cni');
  const ztunnel = mergeValues(
    {
      multiCluster: { clusterName: primary.name },
      ...(primary.network === undefined ? {} : { network: primary.network }),
      istioNamespace: primary.namespace,
    },
    mapAt(values, 'ztunnel'),
  );
  return [
    part('cni', SailCni, { ...shared, ...(Object.keys(cni).length === 0 ? {} : { values: { cni } }) }),
    part('ztunnel', SailZtunnel, { ...shared, values: { ztunnel } }),
  ];
}
