import { isMap } from '../is-map';
import { manifestsIn } from '../kubernetes/text/documents';

/**
 * In text that we print ourselves, the injection template within it included: the image on the line of its key, or
 * below it among the branches of a Go template.
 */
const PRINTED = /^ *(?:- )?image:(?: +(\S+)|((?:\n *(?:\[\[.*\]\]|"[^"\n]*"))+))$/gm;

/** The placeholder of an image that the injector of the primary fills in. */
const FILLED_IN = 'auto';

/** The images that a printed part names, sorted. */
export function imagesInPart(text: string): string[] {
  const found = new Set<string>();
  for (const [, inline, branches = ''] of text.matchAll(PRINTED)) {
    if (inline !== undefined) found.add(inline.replace(/^(["'])(.*)\1$/, '$2'));
    for (const [, image = ''] of branches.matchAll(/^ *"([^"]*)"$/gm)) found.add(image);
  }
  return sorted(found);
}

/** The images of manifests that users wrote, init containers included, sorted. */
export function imagesInManifests(text: string): string[] {
  const found = new Set<string>();
  for (const manifest of manifestsIn(text)) collect(manifest, found);
  return sorted(found);
}

const CONTAINER_LISTS = ['containers', 'initContainers', 'ephemeralContainers'];

function collect(value: unknown, found: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (CONTAINER_LISTS.includes(key) && Array.isArray(inner)) {
      for (const container of inner)
        if (isMap(container) && typeof container.image === 'string') found.add(container.image);
    }
    collect(inner, found);
  }
}

function sorted(found: Set<string>): string[] {
  for (const none of ['', FILLED_IN]) found.delete(none);
  return [...found].sort();
}
