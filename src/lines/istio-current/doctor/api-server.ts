import type { FirstRemoteContext } from '../../../doctor/context';
import { broken, type Observation, ok, warning } from '../../../doctor/finding';
import { isAtLeast } from '../../../kubernetes/version';
import { oldestKubernetes } from '../facts/releases';
import type { MeshCurrent } from '../mesh';

/** The API server answers, and runs a release on which Istio runs. */
export async function apiServer({
  cluster,
  mesh,
  remote,
}: FirstRemoteContext<MeshCurrent>): Promise<Observation[]> {
  const version = await cluster.version();
  const running = `Kubernetes ${version} answers at ${cluster.server}`;
  const oldest = oldestKubernetes(mesh.istio);
  if (isAtLeast(version, oldest)) return [ok(running)];
  const older = `${running}, older than the ${oldest} of Istio ${mesh.istio}`;
  return remote.allowUnsupportedKubernetes
    ? [warning(older, 'It is on your own account: mesh.yaml says allowUnsupportedKubernetes')]
    : [broken(older, 'Upgrade the cluster before it joins, or set allowUnsupportedKubernetes')];
}
