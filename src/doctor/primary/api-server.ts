import { isAtLeast, parseKubernetesVersion } from '../../kubernetes/version';
import type { PrimaryContext } from '../context';
import { broken, type Judgement, ok, warning } from '../finding';

/** The API server of the primary answers. @param oldest Kubernetes on which Istio runs */
export async function primaryApiServer(
  { cluster, primary }: Pick<PrimaryContext, 'cluster' | 'primary'>,
  oldest: string,
): Promise<Judgement[]> {
  const version = await cluster.version();
  const running = `Kubernetes ${version} answers at ${cluster.server}`;
  if (!isAtLeast(version, oldest)) return [broken(`${running}, older than ${oldest}`, 'Upgrade the cluster')];
  const [live, said] = [version, primary.kubernetes ?? version].map(parseKubernetesVersion);
  return live?.minor === said?.minor
    ? [ok(running)]
    : [warning(`${running}, and mesh.yaml says ${primary.kubernetes}`, 'Correct primary.kubernetes')];
}
