import type { Path } from '../../problem';
import { entryOf, isEmpty, type YamlNode } from './tree';

/**
 * Where the value at a path begins, or its key. An empty value is where its key or dash is, and a missing one where the
 * key or item of its nearest parent is.
 */
export function offsetOf(root: YamlNode | undefined, path: Path, atKey = false): number {
  let node = root;
  let place = 0;
  for (const step of path) {
    const child = childOf(node, step);
    if (child === undefined) return place;
    ({ node, place } = child);
  }
  return node === undefined || atKey || isEmpty(node) ? place : node.start;
}

function childOf(node: YamlNode | undefined, step: string | number) {
  if (node?.kind === 'list') {
    const item = typeof step === 'number' ? node.items[step] : undefined;
    return item && { node: item.node, place: isEmpty(item.node) ? item.start : item.node.start };
  }
  if (node?.kind !== 'map') return undefined;
  // Of equal keys the last one counts.
  const entry = entryOf(node, String(step));
  return entry && { node: entry.value, place: entry.key.start };
}

/** The nodes from the top to a path, both included; undefined where an alias or a merge is on the way. */
export function nodesTo(root: YamlNode | undefined, path: Path): YamlNode[] | undefined {
  if (root === undefined) return undefined;
  const nodes = [root];
  for (const step of path) {
    const child = childOf(nodes.at(-1), step);
    if (child === undefined) return undefined;
    nodes.push(child.node);
  }
  return nodes;
}
