import type { Path } from '../problem';

/** A set of paths that knows which places lie in them or around them. */
export class Paths {
  readonly root: PathNode = { isMember: false, children: new Map() };

  constructor(paths: Iterable<Path>) {
    for (const path of paths) {
      let node = this.root;
      for (const step of path) {
        const child = node.children.get(step) ?? { isMember: false, children: new Map() };
        node.children.set(step, child);
        node = child;
      }
      node.isMember = true;
    }
  }

  /** Whether a member is `path` itself, around it, or within it. */
  touches(path: Path): boolean {
    let node = this.root;
    for (const step of path) {
      if (node.isMember) return true;
      const child = node.children.get(step);
      if (child === undefined) return false;
      node = child;
    }
    return node.isMember || node.children.size > 0;
  }
}

/** One step of the paths of a set. */
export interface PathNode {
  isMember: boolean;
  readonly children: Map<string | number, PathNode>;
}
