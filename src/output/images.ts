import { documentPieces } from '../inject/document-stream';
import type { YamlNode } from '../inject/yaml-node';
import { readTree } from '../inject/yaml-tree';
import { entriesOf, resolved } from '../inject/yaml-value';

/**
 * In text that we print ourselves, the injection template within it included: the image on the line of its key, or
 * below it among the branches of a Go template.
 */
const PRINTED = /^ *(?:- )?image:(?: +(\S+)|((?:\n *(?:\[\[.*\]\]|"[^"\n]*"))+))$/gm;

/** What stands for an image that the injector of the primary fills in. */
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

/** The images that people's own manifests name, init containers included, sorted. */
export function imagesInManifests(text: string): string[] {
  const found = new Set<string>();
  for (const { text: document, number } of documentPieces([text])) {
    const tree = number === 0 ? undefined : readTree(document);
    if (tree !== undefined) collect(tree, found);
  }
  return sorted(found);
}

const CONTAINER_LISTS = ['containers', 'initContainers', 'ephemeralContainers'];

function collect(node: YamlNode, found: Set<string>): void {
  if (node.kind === 'list') for (const item of node.items) collect(item.node, found);
  if (node.kind !== 'map') return;
  for (const [key, value] of entriesOf(node)) {
    const inner = resolved(value);
    if (CONTAINER_LISTS.includes(key) && inner?.kind === 'list') {
      for (const item of inner.items) addImage(resolved(item.node), found);
    }
    collect(value, found);
  }
}

function addImage(container: YamlNode | undefined, found: Set<string>): void {
  if (container?.kind !== 'map') return;
  const image = resolved(entriesOf(container).get('image'));
  if (image?.kind === 'scalar' && image.text !== '') found.add(image.text);
}

function sorted(found: Set<string>): string[] {
  found.delete(FILLED_IN);
  return [...found].sort();
}
