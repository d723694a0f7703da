import { clusterIdsIn } from '../../membership/secret-holders';
import type { PrimaryContext } from '../context';
import { type Observation, ok, warning } from '../finding';

/** Finds Secrets of clusters that are not in the mesh: the control plane tries to read each of them forever. */
export async function staleSecrets({
  mesh,
  membership,
  known,
  remoteSecrets,
}: Pick<PrimaryContext, 'mesh' | 'membership' | 'known' | 'remoteSecrets'>): Promise<Observation[]> {
  const {
    controlPlane,
    remoteSecret: { deadClusterDoes },
  } = membership;
  const primary = mesh.primary.name;
  const found = (await remoteSecrets()).flatMap((secret) =>
    clusterIdsIn(secret).flatMap((cluster) => {
      const { name } = secret.metadata;
      if (cluster === primary)
        return [
          warning(
            `the Secret ${name} has a kubeconfig of the primary itself, which ${controlPlane} reads without one`,
            clusterIdsIn(secret).length === 1
              ? `Delete the Secret ${name}`
              : `Take the key ${cluster} out of it`,
          ),
        ];
      return known.includes(cluster)
        ? []
        : [
            warning(
              `the Secret ${name} makes ${controlPlane} read the cluster ${cluster}, which is not in mesh.yaml; ${deadClusterDoes}`,
              `Run \`istio-remote leave ${cluster}\`, or add it to mesh.yaml`,
            ),
          ];
    }),
  );
  return found.length > 0 ? found : [ok(`every cluster that ${controlPlane} reads is in mesh.yaml`)];
}
