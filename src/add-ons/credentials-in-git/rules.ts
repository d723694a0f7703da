import type { MeshCore } from '../../mesh/mesh';
import { type PlacedCluster, placedClusters, readersOf } from '../../mesh/primaries';
import { errorAt, type Path, type Problem, quoted } from '../../problem';
import type { CredentialsInput } from './input';

interface Input {
  readonly credentials?: CredentialsInput | undefined;
}

/** Returns the clusters that some control plane reads. */
function readClusters(mesh: MeshCore): PlacedCluster[] {
  return placedClusters(mesh).filter(({ cluster }) => readersOf(mesh, cluster.name).length > 0);
}

const CREDENTIALS: Path = ['credentials'];
const EXTERNAL: Path = [...CREDENTIALS, 'externalSecrets'];

/** Each remote's Secret comes from one source. */
export function credentialsHaveOneSource(_: MeshCore, { credentials }: Input): Problem | [] {
  if (credentials === undefined) return [];
  const { externalSecrets, sealedSecrets } = credentials;
  if (externalSecrets !== undefined && sealedSecrets !== undefined)
    return errorAt(
      [...CREDENTIALS, 'sealedSecrets'],
      'expected externalSecrets or sealedSecrets, got both',
      'Keep one of the two',
    );
  if (externalSecrets !== undefined || sealedSecrets !== undefined) return [];
  return errorAt(
    CREDENTIALS,
    'expected externalSecrets or sealedSecrets, got neither',
    'Write sealedSecrets: {}, or remove the key',
  );
}

/** Clusters with the same key would share a token. */
export function credentialsKeyNamesCluster(mesh: MeshCore, { credentials }: Input): Problem | [] {
  const key = credentials?.externalSecrets?.key;
  const count = readClusters(mesh).length;
  if (key === undefined || count < 2 || key.includes('{cluster}')) return [];
  return errorAt(
    [...EXTERNAL, 'key'],
    `expected a key with {cluster}, got ${quoted(key)}: all ${count} ${mesh.primaries.length === 1 ? 'remotes' : 'clusters'} would share it`,
    'Write such as istio/{cluster}',
  );
}

/** A store has whole kubeconfigs or their parts, not both. */
export function credentialsPropertiesAreWholeOrParts(_: MeshCore, { credentials }: Input): Problem[] {
  const { kubeconfig, ...parts } = credentials?.externalSecrets?.properties ?? {};
  if (kubeconfig === undefined) return [];
  return (['token', 'ca'] as const).flatMap((name) =>
    parts[name] === undefined
      ? []
      : errorAt(
          [...EXTERNAL, 'properties', name],
          `expected no ${name} beside kubeconfig, which contains it`,
          'Remove one of the two',
        ),
  );
}

/** A kubeconfig made of token and CA needs the server's address, which no store contains. */
export function credentialsHaveApiServer(mesh: MeshCore, { credentials }: Input): Problem[] {
  const external = credentials?.externalSecrets;
  if (external === undefined || external.properties?.kubeconfig !== undefined) return [];
  return readClusters(mesh).flatMap(({ cluster: { apiServer }, path }) =>
    apiServer !== undefined
      ? []
      : errorAt(
          [...path, 'apiServer'],
          'expected the URL of the API server, for the kubeconfig that the ExternalSecret makes, got nothing',
          'Add it, such as apiServer: https://10.20.0.2:6443, or set credentials.externalSecrets.properties.kubeconfig',
          EXTERNAL,
        ),
  );
}
