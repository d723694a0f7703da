import { basename, dirname } from 'node:path';
import type { MeshCore } from '../mesh/mesh';
import type { OutputFile } from '../output/folder';
import { clustersOf, type ValidatedLine } from './clusters-of-mesh';
import type { ManifestProblem } from './manifest-problem';
import { ManifestValidator } from './validate-manifests';

/** A look at files as they pass by, and what is wrong with them once all have passed. */
export interface Validation {
  pass(file: OutputFile): void;
  problems(): ManifestProblem[];
}

/** What {@link validationOf} is, for those who load it only when it is asked for. */
export type ValidationMaker = typeof validationOf;

/**
 * Validates the files of a mesh. The folder of a file says which cluster it is for.
 * @param named how problems name a file
 */
export function validationOf(
  mesh: MeshCore,
  line: ValidatedLine,
  named = (path: string): string => path,
): Validation {
  const clusterOf = clustersOf(mesh, line);
  const validator = new ManifestValidator();
  return {
    pass: ({ path, text }) => {
      if (isManifest(path)) validator.add(clusterOf(basename(dirname(path))), named(path), text);
    },
    problems: () => validator.finish(),
  };
}

/** Validates files of an app that has no mesh: each by itself, against one version of Kubernetes. */
export function validationFor(kubernetes: string): Validation {
  const validator = new ManifestValidator();
  return {
    pass: ({ path, text }) => {
      const facts = {
        name: path,
        kubernetes,
        primary: true,
        istioNamespace: 'istio-system',
        primaryServices: [],
        partial: true,
      };
      if (isManifest(path)) validator.add(facts, path, text);
    },
    problems: () => validator.finish(),
  };
}

function isManifest(path: string): boolean {
  return /\.ya?ml$/.test(path);
}
