import type { FirstRemoteContext } from '../../../doctor/context';
import { broken, type Observation, ok, warning } from '../../../doctor/finding';
import { isAtLeast } from '../../../kubernetes/version';
import { newestRelease, oldestKubernetes } from '../facts/releases';
import type { MeshCurrent } from '../mesh';

/** The API server answers, and runs a release on which Istio runs. */
export async function apiServer({
  cluster,
  remote,
}: FirstRemoteContext<MeshCurrent>): Promise<Observation[]> {
  const version = await cluster.version();
  const running = `Kubernetes ${version} answers at ${cluster.server}`;
  const istio = newestRelease(remote.revisions.map((revision) => revision.istio));
  const oldest = oldestKubernetes(istio);
  if (isAtLeast(version, oldest)) return [ok(running)];
  const older = `${running}, older than the ${oldest} of Istio ${istio}`;
  return remote.allowUnsupportedKubernetes
    ? [warning(older, 'It is on your own account: mesh.yaml says allowUnsupportedKubernetes')]
    : [broken(older, 'Upgrade the cluster before it joins, or set allowUnsupportedKubernetes')];
}
