import { type Path, pathText } from '../problem';

/** A set of paths that finds places inside or around its members. */
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

  /** Whether a member equals `path`, contains it, or is inside it. */
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

/** One step of the paths in a set. */
interface PathNode {
  isMember: boolean;
  readonly children: Map<string | number, PathNode>;
}

/**
 * Returns the value that replaces a missing or invalid required value. Problems that rules find with it are dropped.
 */
function standInFor(path: Path, standIns: StandIns): unknown {
  const [list, index, key] = path;
  if (path.length === 3 && key === 'name' && list === 'remotes') return `unnamed-${index}`;
  if (path.length === 3 && key === 'name' && list === 'primaries') return `unnamed-primary-${index}`;
  return standIns.get(pathText(path)) ?? standIns.get(pathText(path.slice(-2)));
}

type StandIns = ReadonlyMap<string, unknown>;

/** An input with every invalid value replaced or removed. */
export interface Repaired {
  readonly input: unknown;
  /** Returns the path in the file of a value of {@link input}: lists lose their invalid items, so indexes differ. */
  inFile(path: Path): Path;
}

/**
 * Removes the invalid values from a copy of `input`.
 * @param standIns of the mesh's line
 */
export function repaired(input: unknown, faults: Paths, standIns: StandIns): Repaired {
  const kept = new Map<unknown, readonly number[]>();
  const copy = mended(input, faults.root, [], { kept, standIns });
  const inFile = (path: Path): Path => {
    let value: unknown = copy;
    return path.map((step) => {
      const original = typeof step === 'number' ? kept.get(value)?.[step] : undefined;
      value = isObject(value) ? value[step] : undefined;
      return original ?? step;
    });
  };
  return { input: copy, inFile };
}

/** State shared by all steps for one input. */
interface Work {
  /** For each list that loses items: the original indexes of the remaining ones. */
  readonly kept: Map<unknown, readonly number[]>;
  readonly standIns: StandIns;
}

function mended(value: unknown, faults: PathNode, path: Path, work: Work): unknown {
  if (faults.isMember) return standInFor(path, work.standIns);
  if (Array.isArray(value)) {
    const left = value.flatMap((item: unknown, index) => {
      const child = faults.children.get(index);
      const whole = child === undefined ? item : mended(item, child, [...path, index], work);
      return whole === undefined ? [] : [{ index, whole }];
    });
    const items = left.map(({ whole }) => whole);
    work.kept.set(
      items,
      left.map(({ index }) => index),
    );
    return items;
  }
  if (!isObject(value)) return value;
  const map: Record<string | number, unknown> = { ...value };
  for (const [key, child] of faults.children) {
    const whole = mended(map[key], child, [...path, key], work);
    if (whole === undefined) delete map[key];
    else map[key] = whole;
  }
  return map;
}

function isObject(value: unknown): value is Record<string | number, unknown> {
  return typeof value === 'object' && value !== null;
}
