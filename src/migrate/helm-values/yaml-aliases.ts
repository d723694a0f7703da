import { type Alias, type Document, isAlias, isNode, type Node, visit } from 'yaml';
import type { FileFault } from './values-error';

/**
 * What each alias of a document repeats: the node with that anchor which was met last before the alias.
 * @throws ValuesError for an unknown anchor, an alias inside its own anchor, and names Helm cannot read
 */
export function aliasTargets(document: Document, fault: FileFault): ReadonlyMap<Alias, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  visit(document, (_, node, path) => {
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target === undefined) {
        throw fault(
          startOf(node),
          `there is no anchor &${node.source} above`,
          'Put the anchor on what the alias repeats.',
        );
      }
      if (path.includes(target)) {
        throw fault(
          startOf(node),
          `the anchor &${node.source} contains itself`,
          'Remove the alias inside it.',
        );
      }
      targets.set(node, target);
    } else if (isNode(node) && node.anchor !== undefined) {
      if (!/^[\w-]+$/.test(node.anchor)) {
        throw fault(
          startOf(node),
          `Helm cannot read the anchor name ${node.anchor}`,
          'Use letters, digits, "-" and "_".',
        );
      }
      anchors.set(node.anchor, node);
    }
  });
  return targets;
}

/** Where a node starts in the text, counted from 0. */
export function startOf(node: Node): number {
  return node.range?.[0] ?? 0;
}
