import type { MeshCore } from '../../mesh/mesh';
import { errorAt, type Path, type Problem, quoted } from '../../problem';
import type { CredentialsInput } from './input';

interface Input {
  readonly credentials?: CredentialsInput | undefined;
}

const CREDENTIALS: Path = ['credentials'];
const EXTERNAL: Path = [...CREDENTIALS, 'externalSecrets'];

/** One Secret per remote has one maker. */
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

/** Clusters that share a key would share a token. */
export function credentialsKeyNamesCluster({ remotes }: MeshCore, { credentials }: Input): Problem | [] {
  const key = credentials?.externalSecrets?.key;
  if (key === undefined || remotes.length < 2 || key.includes('{cluster}')) return [];
  return errorAt(
    [...EXTERNAL, 'key'],
    `expected a key with {cluster}, got ${quoted(key)}: all ${remotes.length} remotes would share it`,
    'Write such as istio/{cluster}',
  );
}

/** A kubeconfig is stored whole, or made of its parts. */
export function credentialsPropertiesAreWholeOrParts(_: MeshCore, { credentials }: Input): Problem[] {
  const { kubeconfig, ...parts } = credentials?.externalSecrets?.properties ?? {};
  if (kubeconfig === undefined) return [];
  return (['token', 'ca'] as const).flatMap((name) =>
    parts[name] === undefined
      ? []
      : errorAt(
          [...EXTERNAL, 'properties', name],
          `expected no ${name} beside kubeconfig, which holds it`,
          'Remove one of the two',
        ),
  );
}

/** A kubeconfig made of token and CA needs the address that no store knows. */
export function credentialsHaveApiServer({ remotes }: MeshCore, { credentials }: Input): Problem[] {
  const external = credentials?.externalSecrets;
  if (external === undefined || external.properties?.kubeconfig !== undefined) return [];
  return remotes.flatMap(({ apiServer }, index) =>
    apiServer !== undefined
      ? []
      : errorAt(
          ['remotes', index, 'apiServer'],
          'expected the URL of the API server, from which the ExternalSecret makes a kubeconfig, got nothing',
          'Add it, such as apiServer: https://10.20.0.2:6443, or set credentials.externalSecrets.properties.kubeconfig',
          EXTERNAL,
        ),
  );
}
