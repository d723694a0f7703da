import { DEFINITIONS_HEADER } from '../../../kubernetes/labels';
import { type PlannedFile, textFiles } from '../../../kubernetes/part';

/** The files with the custom resource definitions of a cluster. */
export function definitionFiles(cluster: string, documents: readonly string[]): PlannedFile[] {
  return textFiles(documents).map((text, index) => ({
    cluster,
    name: index === 0 ? 'crds.k8s.yaml' : `crds-${index + 1}.k8s.yaml`,
    parts: [],
    text: text.replace(/^---/, DEFINITIONS_HEADER),
  }));
}
