import { sharesCertificate } from '../../../doctor/certificates';
import type { PeerContext } from '../../../doctor/context';
import { broken, type Observation, ok, unknown } from '../../../doctor/finding';
import { NAMES } from '../facts/names';
import type { MeshCurrent } from '../mesh';
import { rootOf } from './webhooks';

/**
 * Checks that the istiods of two primaries sign under one root. Nothing else shows a difference: istiod reads
 * clusters of any root, and their pods refuse each other.
 */
export async function oneRoot({
  cluster,
  mesh,
  openFirst,
}: PeerContext<MeshCurrent>): Promise<Observation[]> {
  const { namespace, name } = mesh.primary;
  const [first] = mesh.primaries;
  if (first === undefined || first.name === name) return [];
  const [own, other] = await Promise.all([rootOf(cluster, namespace), rootOf(openFirst(), namespace)]);
  if (own === undefined || other === undefined)
    return [
      unknown(
        `${own === undefined ? name : first.name} has no ConfigMap ${NAMES.rootConfigMap}, so its root cannot be compared`,
        'See the finding about istiod there',
      ),
    ];
  return sharesCertificate(own, other)
    ? [ok(`istiod signs under the root of ${first.name}`)]
    : [
        broken(
          `istiod signs under another root than that of ${first.name}: pods of the two clusters refuse each other`,
          'Give every primary a Secret cacerts under one root, as `istio-remote cacerts` makes it, then restart istiod and the pods',
        ),
      ];
}
