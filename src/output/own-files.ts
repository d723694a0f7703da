import { ARGOCD_FOLDER } from '../add-ons/argocd/argocd';
import { EXCLUSIONS_MARK } from '../add-ons/argocd/resource-exclusions';
import { DEFINITIONS_MARK, MANAGED_BY, MANAGED_BY_LABEL, WORKLOADS_MARK } from '../kubernetes/labels';
import { isOwnPage, isPagePath } from '../page/page-mark';

/** Names of the files that the tool writes into a cluster's folder. */
const OWN_NAMES = /^(?:istio-remote|mutual-tls|exposure|(?:services|remote-secrets)(?:-\d+)?)\.k8s\.yaml$/;

/** Files with objects of others, by name: the first line tells that we wrote them. */
const MARKED: readonly { readonly name: RegExp; readonly mark: string }[] = [
  { name: /^workloads(?:-\d+)?\.k8s\.yaml$/, mark: WORKLOADS_MARK },
  { name: /^crds(?:-\d+)?\.k8s\.yaml$/, mark: DEFINITIONS_MARK },
  { name: /^resource-exclusions\.patch$/, mark: EXCLUSIONS_MARK },
];

/** Names of the files that the tool writes into the folder for Argo CD. */
const OF_ARGOCD = /^(?:project(?:-\d+)?|application-set|application-[a-z0-9-]+)\.k8s\.yaml$/;

/**
 * Whether a file of the output folder was made by this tool. Nothing but the file itself tells, so that it works on
 * any clone: one of our names, and an object with our label in it; or a page that begins with our mark.
 */
export function isOwnFile(path: string, text: string): boolean {
  if (isPagePath(path)) return isOwnPage(text);
  const [folder, name, ...rest] = path.split('/');
  if (name === undefined || rest.length > 0) return false;
  const marked = MARKED.find((kind) => kind.name.test(name));
  if (marked !== undefined) return text.startsWith(`${marked.mark}\n`);
  // A cluster may have the folder's name, as long as nothing is rendered for Argo CD.
  if (!OWN_NAMES.test(name) && !(folder === ARGOCD_FOLDER && OF_ARGOCD.test(name))) return false;
  return text.includes(`${MANAGED_BY_LABEL}: ${MANAGED_BY}`);
}

/**
 * Whether a wanted file may take the place of what is there. Below a cluster's folder our names are our own, whatever
 * became of the file; a README at the top may well be a person's.
 */
export function mayReplace(path: string, text: string): boolean {
  return !isPagePath(path) || isOwnPage(text) || text.trim() === '';
}
