import { ARGOCD_FOLDER } from '../add-ons/argocd/argocd';
import { EXCLUSIONS_MARK } from '../add-ons/argocd/resource-exclusions';
import { FLUX_FOLDER } from '../add-ons/flux/flux';
import {
  DEFINITIONS_HEADER,
  INJECTION_LABEL,
  MANAGED_BY,
  MANAGED_BY_LABEL,
  REVISION_LABEL,
  WORKLOADS_HEADER,
} from '../kubernetes/labels';
import { isOwnPage, isPagePath } from '../page/pages';
import type { OutputOwnership } from './folder';

/**
 * Returns which files of the output folder a run may replace and remove.
 * @param clusters only these; empty for all
 */
export function ownership(clusters: readonly string[]): OutputOwnership {
  const kept =
    clusters.length === 0 ? {} : { keep: (path: string) => !clusters.includes(path.split('/')[0] ?? '') };
  return { isOwn: isOwnFile, mayReplace, ...kept };
}

/** Names of the tool's files in a cluster's folder. */
const OWN_NAMES =
  /^(?:istio-remote|mutual-tls|exposure|revision-[a-z0-9-]+|revisions-in-use|(?:services|remote-secrets)(?:-\d+)?)\.k8s\.yaml$/;

/** Names of files with objects of others. Their first line says that synth wrote the file. */
const MARKED: readonly { readonly name: RegExp; readonly mark: string }[] = [
  { name: /^workloads(?:-\d+)?\.k8s\.yaml$/, mark: WORKLOADS_HEADER },
  { name: /^crds(?:-\d+)?\.k8s\.yaml$/, mark: DEFINITIONS_HEADER },
  { name: /^resource-exclusions\.patch$/, mark: EXCLUSIONS_MARK },
];

/** Names of the tool's files in the folder for Argo CD. The project used to be without `app-`. */
const OF_ARGOCD = /^(?:(?:app-)?project(?:-\d+)?|application-set|application-[a-z0-9-]+)\.k8s\.yaml$/;

/** Names of the tool's files in the folder for Flux. */
const OF_FLUX = /^(?:git-repository|kustomization-[a-z0-9-]+)\.k8s\.yaml$/;

/**
 * Whether this tool created a file of the output folder. Only the file itself decides, so this works on any clone: it
 * has one of our names and an object with our label, or it is a page that begins with our mark.
 */
export function isOwnFile(path: string, text: string): boolean {
  if (isPagePath(path)) return isOwnPage(text);
  const [folder, name, ...rest] = path.split('/');
  if (name === undefined || rest.length > 0) return false;
  const marked = MARKED.find((kind) => kind.name.test(name));
  if (marked !== undefined) return text.startsWith(`${marked.mark}\n`);
  // A cluster may have the folder's name, as long as the mesh has no output for Argo CD.
  const isOfTool =
    (folder === ARGOCD_FOLDER && OF_ARGOCD.test(name)) || (folder === FLUX_FOLDER && OF_FLUX.test(name));
  if (!OWN_NAMES.test(name) && !isOfTool) return false;
  return text.includes(`${MANAGED_BY_LABEL}: ${MANAGED_BY}`) || isUseOfRevisions(name, text);
}

/** A cluster's file may only have the revisions of namespaces, which have no label of ours. */
function isUseOfRevisions(name: string, text: string): boolean {
  return (
    name === 'revisions-in-use.k8s.yaml' &&
    [`${REVISION_LABEL}: `, `${INJECTION_LABEL}: enabled`].some((label) => text.includes(label))
  );
}

/**
 * Whether a file of the output may replace the existing one. In a cluster's folder, our names belong to us, even if
 * somebody edited the file. A README at the top may be the user's.
 */
function mayReplace(path: string, text: string): boolean {
  return !isPagePath(path) || isOwnPage(text) || text.trim() === '';
}
