import { InjectionReport, injectedTexts } from '../../inject/inject-stream';
import { WORKLOAD_KINDS } from '../../inject/workload-kinds';
import { asDocument } from '../../kubernetes/text-files';
import type { Mesh10, Remote10 } from '../../lines/istio-1.0/mesh';
import { meshInjector } from '../../lines/istio-1.0/sidecar/mesh-injector';
import { errorAt, type Path, type Problem } from '../../problem';
import { manifestFiles } from '../shared-services/manifest-files';

/** The workloads of all remotes, and everything wrong with their files. */
export interface LoadedWorkloads {
  /** With {@link Remote10.workloads} filled in. */
  readonly remotes: readonly Remote10[];
  /** In the mesh file; to be located. */
  readonly entryProblems: readonly Problem[];
  /** In the manifests; located. */
  readonly fileProblems: readonly Problem[];
}

/**
 * Reads the manifests that `injectedWorkloads:` names and adds the sidecars of their cluster.
 * @param base folder of the mesh file
 */
export function loadWorkloads(mesh: Mesh10, base: string): LoadedWorkloads {
  const entryProblems: Problem[] = [];
  const fileProblems: Problem[] = [];
  const remotes = mesh.remotes.map((remote, index) => {
    const { injectedWorkloads = [] } = remote;
    if (injectedWorkloads.length === 0) return remote;
    const path: Path = ['remotes', index, 'injectedWorkloads'];
    if (!remote.sidecarInjector.template) {
      entryProblems.push(
        errorAt(
          path,
          'the cluster has an injection template of its own (sidecarInjector.template: false), which nobody knows here',
          'Inject with `istio-remote inject --inject-config --mesh-config`, or remove sidecarInjector.template',
        ),
      );
      return remote;
    }
    const report = new InjectionReport();
    const work = { inject: meshInjector(mesh, remote) };
    const workloads = injectedWorkloads.flatMap((name, place) =>
      manifestFiles(base, name, 'Check the path: it leads from the folder of the mesh file').flatMap(
        (file) => {
          if ('severity' in file) {
            entryProblems.push({ ...file, path: [...path, place] });
            return [];
          }
          return [...injectedTexts([file.text], file.name, work, WORKLOAD_KINDS, report, () => {})].flatMap(
            asDocument,
          );
        },
      ),
    );
    fileProblems.push(...report.problems);
    return { ...remote, workloads };
  });
  return { remotes, entryProblems, fileProblems };
}
