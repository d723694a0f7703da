import { type FoundAddress, oneOrSeveral } from '../../../addresses/address-finder';
import type { Cluster, KubeObject } from '../../../kubernetes/api/cluster';
import { listAt, textAt } from '../../../kubernetes/fields';
import type { ControlPlaneComponent } from '../facts/components';
import { CONTROL_PLANE } from '../facts/control-plane';

/** The address of a component's pod, found by the guide's label. Pods that end or have ended do not count. */
export async function addressOfPods(
  primary: Pick<Cluster, 'list'>,
  namespace: string,
  component: ControlPlaneComponent,
): Promise<FoundAddress<ControlPlaneComponent>> {
  const label = CONTROL_PLANE[component].guideLabel;
  const listed = await primary.list({ apiVersion: 'v1', kind: 'Pod' }, { namespace, labels: label });
  const pods = listed.filter(
    (pod) =>
      pod.metadata.deletionTimestamp === undefined &&
      !/^(?:Succeeded|Failed)$/.test(textAt(pod, 'status', 'phase') ?? ''),
  );
  const ready = pods.filter(isReady);
  const [first] = ready.length > 0 ? ready : pods;
  const source = pods.length === 1 && first !== undefined ? `pod ${first.metadata.name}` : `pods ${label}`;
  const addresses = ready.flatMap((pod) => textAt(pod, 'status', 'podIP') ?? []);
  const found = oneOrSeveral(component, source, addresses, 'ready pods');
  if (found?.state === 'found' && pods.length > ready.length)
    return { ...found, note: `${pods.length - ready.length} of ${pods.length} pods are not ready` };
  if (found !== undefined) return found;
  if (pods.length === 0) {
    const note = `no pod with the label ${label} runs in the namespace ${namespace}. Install it, or leave ${component} out`;
    return { component, source, state: 'none', note };
  }
  const names = pods.map(({ metadata }) => metadata.name).join(', ');
  const note = `not ready: ${names}. Wait for it, or see \`kubectl -n ${namespace} describe pod -l ${label}\``;
  return { component, source, state: 'not ready', note };
}

function isReady(pod: KubeObject): boolean {
  const ready = listAt(pod, 'status', 'conditions').find(
    (condition) => textAt(condition, 'type') === 'Ready',
  );
  return textAt(ready, 'status') === 'True' && textAt(pod, 'status', 'podIP') !== undefined;
}
