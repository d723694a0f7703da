import { type Path, pathText } from '../problem';
import type { Line } from './mesh';
import type { PathNode, Paths } from './paths';

/**
 * What stands in for a required value that is missing or wrong, so that the mesh-wide rules can still look at the
 * rest. What rules say about a stand-in is dropped.
 */
function standInFor(path: Path, line: Line): unknown {
  if (path[0] === 'remotes' && path.length === 3 && path[2] === 'name') return `unnamed-${path[1]}`;
  if (path.at(-2) === 'pilotService' && path.at(-1) === 'mode') return 'endpoints';
  return STAND_INS[line].get(pathText(path));
}

const STAND_INS: Readonly<Record<Line, ReadonlyMap<string, unknown>>> = {
  '1.0': standIns('1.0.9', { pilot: 'pilot.invalid' }),
  current: standIns('1.30', { istiod: 'istiod.invalid' }),
};

function standIns(istio: string, addresses: Readonly<Record<string, string>>): Map<string, unknown> {
  return new Map<string, unknown>([
    ['istio', istio],
    ['primary', { name: 'unnamed-primary', addresses }],
    ['primary.name', 'unnamed-primary'],
    ['primary.addresses', addresses],
    ...Object.entries(addresses).map(([name, address]): [string, unknown] => [
      `primary.addresses.${name}`,
      address,
    ]),
    ['remotes', []],
    ['argocd.repository', 'https://repository.invalid/mesh.git'],
  ]);
}

/** An input in which every faulty value is replaced or left out. */
export interface Repaired {
  readonly input: unknown;
  /** Where a value of {@link input} stands in the file: lists lose their faulty items. */
  inFile(path: Path): Path;
}

/**
 * Takes the faulty values out of `input`, which stays as it is.
 * @param line whose required values there are
 */
export function repaired(input: unknown, faults: Paths, line: Line): Repaired {
  const kept = new Map<unknown, readonly number[]>();
  const copy = mended(input, faults.root, [], { kept, line });
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

/** What is done once for a whole input. */
interface Work {
  /** Of each list that loses items: where those that are left stood. */
  readonly kept: Map<unknown, readonly number[]>;
  readonly line: Line;
}

function mended(value: unknown, faults: PathNode, path: Path, work: Work): unknown {
  if (faults.isMember) return standInFor(path, work.line);
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
