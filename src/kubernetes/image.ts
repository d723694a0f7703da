/*
 * Image references, as container runtimes read them: containerd, CRI-O and Docker share one grammar. Source:
 * github.com/distribution/reference v0.6.0, regexp.go, normalize.go and reference.go.
 */

const DOMAIN_LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?';
const DOMAIN = new RegExp(`^(?:${DOMAIN_LABEL}(?:\\.${DOMAIN_LABEL})*|\\[[\\da-fA-F:]+\\])(?::\\d+)?$`);
const COMPONENT = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;

/** Limit of characters of the path in a reference. */
export const LONGEST_IMAGE_PATH = 255;

/** Whether a text is the path of an image, without registry, tag and digest. */
export function isImagePath(text: string): boolean {
  return text.length <= LONGEST_IMAGE_PATH && text.split('/').every((part) => COMPONENT.test(part));
}

/** Whether a text can come before a slash and an image name: a registry, a path, or both. */
export function isImageHub(text: string): boolean {
  const { first, rest } = partsOf(text);
  if (first === undefined) return isImagePath(text);
  return (DOMAIN.test(first) || COMPONENT.test(first)) && (rest === undefined || isImagePath(rest));
}

/** Whether a text is a tag. A digest is not. */
export function isImageTag(text: string): boolean {
  return /^\w[\w.-]{0,127}$/.test(text);
}

/** Returns the number of path characters in `hub/name`. */
export function imagePathLength(hub: string, name: string): number {
  const { first, rest } = partsOf(hub);
  const path = first === undefined ? hub : rest;
  return name.length + (path === undefined ? 0 : path.length + 1);
}

/** Splits off the registry: the first part, if it has a dot, a colon or a capital, or is `localhost`. */
function partsOf(hub: string): { readonly first?: string; readonly rest?: string } {
  const [first = '', ...rest] = hub.split('/');
  if (first !== 'localhost' && !/[.:A-Z]/.test(first)) return {};
  return rest.length === 0 ? { first } : { first, rest: rest.join('/') };
}
