import { isMap } from '../is-map';
import { manifestsIn } from '../kubernetes/text/documents';

/**
 * Matches images in our own texts, including the injection template: on the line of the key, or below it in the
 * branches of a Go template.
 */
const PRINTED = /^ *(?:- )?image:(?: +(\S+)|((?:\n *(?:\[\[.*\]\]|"[^"\n]*"))+))$/gm;

/** The placeholder of an image that the primary's injector fills in. */
const FILLED_IN = 'auto';

/** Returns the images in a printed part, sorted. */
export function imagesInPart(text: string): string[] {
  const found = new Set<string>();
  for (const [, inline, branches = ''] of text.matchAll(PRINTED)) {
    if (inline !== undefined) found.add(inline.replace(/^(["'])(.*)\1$/, '$2'));
    for (const [, image = ''] of branches.matchAll(/^ *"([^"]*)"$/gm)) found.add(image);
  }
  return sorted(found);
}

/** Returns the images in users' manifests, including init containers, sorted. */
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
