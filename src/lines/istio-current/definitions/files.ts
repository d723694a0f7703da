import { DEFINITIONS_MARK } from '../../../kubernetes/file-marks';
import type { PlannedFile } from '../../../kubernetes/part';
import { textFiles } from '../../../kubernetes/split-files';

/** The files with the custom resource definitions of a cluster. */
export function definitionFiles(cluster: string, documents: readonly string[]): PlannedFile[] {
  return textFiles(documents).map((text, index) => ({
    cluster,
    name: index === 0 ? 'crds.k8s.yaml' : `crds-${index + 1}.k8s.yaml`,
    parts: [],
    text: text.replace(/^---/, DEFINITIONS_MARK),
  }));
}
