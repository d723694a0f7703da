import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { LoadedFiles } from '../../mesh/mesh-line';
import { type Path, type Problem, warningAt } from '../../problem';
import { manifestFiles } from '../shared-services/manifest-files';
import type { SealedRemoteSecretProps } from './constructs/sealed-remote-secret';
import type { MeshWithCredentials } from './credentials';
import { sealedFile } from './credentials';
import { readSealed } from './sealed-file';

const PLACE: Path = ['credentials', 'sealedSecrets'];

/** Clusters that a warning names. */
const NAMED = 10;

/**
 * Reads what `istio-remote join --seal` wrote.
 * @param base folder of the mesh file
 */
export function loadSealed<M extends MeshWithCredentials>(mesh: M, base: string): LoadedFiles<M> {
  const entryProblems: Problem[] = [];
  const fileProblems: Problem[] = [];
  const { credentials } = mesh;
  if (credentials?.from !== 'sealed-secrets') return { mesh, entryProblems, fileProblems };
  const missing: string[] = [];
  const sealed = mesh.remotes.flatMap(({ name: cluster }): SealedRemoteSecretProps[] => {
    const name = sealedFile(credentials.folder, cluster);
    if (!existsSync(resolve(base, name))) {
      missing.push(cluster);
      return [];
    }
    return manifestFiles(base, name, 'Check the path').flatMap((file) => {
      if ('severity' in file) {
        entryProblems.push({ ...file, path: PLACE });
        return [];
      }
      const wanted = { line: mesh.line, cluster, namespace: mesh.primary.namespace };
      const reading = readSealed(file.text, file.name, wanted);
      fileProblems.push(...reading.problems);
      return reading.sealed === undefined ? [] : [reading.sealed];
    });
  });
  if (missing.length > 0) entryProblems.push(missingWarning(missing, credentials.folder));
  return { mesh: { ...mesh, credentials: { ...credentials, sealed } }, entryProblems, fileProblems };
}

/** The cluster is rendered before it can join, so at first no file is there. */
function missingWarning(clusters: readonly string[], folder: string): Problem {
  const many = clusters.length > NAMED;
  const shown = clusters.slice(0, NAMED).join(', ');
  return warningAt(
    PLACE,
    `${folder} has no credential of ${shown}${many ? ` and ${clusters.length - NAMED} more` : ''}, so the primary gets none from here`,
    `Run \`istio-remote join ${many ? '--all' : clusters.join(' ')} --seal CERT\` once the cluster is set up`,
  );
}
