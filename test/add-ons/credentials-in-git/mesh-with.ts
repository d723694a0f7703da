import type { Mesh } from '../../../src/lines/mesh';
import { outputOf } from '../../../src/lines/mesh-output';
import { checkMesh } from '../../../src/lines/read-mesh';
import { meshFiles } from '../../../src/output/mesh-files';
import { problemText } from '../../../src/problem';
import { type KubernetesObject, readManifests } from '../../golden/manifests';

export type Line = Mesh['line'];

export const LINES = ['1.0', 'current'] as const;

/** Returns a mesh with two remotes, read from a mesh file. */
export function inputWith(credentials: unknown, line: Line = '1.0', servers = true) {
  const remote = (name: string, host: string) => ({
    name,
    ...(servers ? { apiServer: `https://${host}:6443` } : {}),
  });
  return {
    istio: line === '1.0' ? '1.0.9' : '1.30.3',
    primary: {
      name: 'hq',
      addresses: line === '1.0' ? { pilot: '10.8.0.11' } : { istiod: '10.8.0.11' },
    },
    credentials,
    remotes: [remote('eu', '10.20.0.2'), remote('ap', '10.30.0.2')],
  };
}

/** Returns the problems of such a mesh. */
export function problemsWith(credentials: unknown, line?: Line, servers?: boolean): string[] {
  return checkMesh(inputWith(credentials, line, servers)).problems.map(problemText);
}

/**
 * Returns the objects of the primary's remote-secrets.k8s.yaml.
 * @param more further options of every remote
 * @throws Error if the mesh is invalid
 */
export function remoteSecrets(credentials: unknown, line?: Line, more: object = {}): KubernetesObject[] {
  const { remotes, ...input } = inputWith(credentials, line);
  const { mesh, problems } = checkMesh({ ...input, remotes: remotes.map((one) => ({ ...one, ...more })) });
  if (mesh === undefined || problems.length > 0) throw new Error(problems.map(problemText).join('\n'));
  return [...meshFiles(outputOf(mesh))]
    .filter(({ path }) => path.startsWith('hq/remote-secrets'))
    .flatMap(({ text }) => readManifests(text));
}
