import { type Path, pathText } from '../problem';
import type { PathNode, Paths } from './paths';

/**
 * What stands in for a required value that is missing or wrong, so that the mesh-wide rules can still look at the
 * rest. What rules say about a stand-in is dropped.
 */
function standInFor(path: Path): unknown {
  if (path[0] === 'remotes' && path.length === 3 && path[2] === 'name') return `unnamed-${path[1]}`;
  if (path.at(-2) === 'pilotService' && path.at(-1) === 'mode') return 'endpoints';
  return STAND_INS.get(pathText(path));
}

const ADDRESSES = { pilot: 'pilot.invalid' };
const STAND_INS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['istio', '1.0.9'],
  ['primary', { name: 'unnamed-primary', addresses: ADDRESSES }],
  ['primary.name', 'unnamed-primary'],
  ['primary.addresses', ADDRESSES],
  ['primary.addresses.pilot', ADDRESSES.pilot],
  ['remotes', []],
  ['argocd.repository', 'https://repository.invalid/mesh.git'],
]);

/** An input in which every faulty value is replaced or left out. */
export interface Repaired {
  readonly input: unknown;
  /** Where a value of {@link input} stands in the file: lists lose their faulty items. */
  inFile(path: Path): Path;
}

/** Takes the faulty values out of `input`, which stays as it is. */
export function repaired(input: unknown, faults: Paths): Repaired {
  const kept = new Map<unknown, readonly number[]>();
  const copy = mended(input, faults.root, [], kept);
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

function mended(
  value: unknown,
  faults: PathNode,
  path: Path,
  kept: Map<unknown, readonly number[]>,
): unknown {
  if (faults.isMember) return standInFor(path);
  if (Array.isArray(value)) {
    const left = value.flatMap((item: unknown, index) => {
      const child = faults.children.get(index);
      const whole = child === undefined ? item : mended(item, child, [...path, index], kept);
      return whole === undefined ? [] : [{ index, whole }];
    });
    const items = left.map(({ whole }) => whole);
    kept.set(
      items,
      left.map(({ index }) => index),
    );
    return items;
  }
  if (!isObject(value)) return value;
  const map: Record<string | number, unknown> = { ...value };
  for (const [key, child] of faults.children) {
    const whole = mended(map[key], child, [...path, key], kept);
    if (whole === undefined) delete map[key];
    else map[key] = whole;
  }
  return map;
}

function isObject(value: unknown): value is Record<string | number, unknown> {
  return typeof value === 'object' && value !== null;
}
