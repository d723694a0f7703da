import { isMap } from '../is-map';
import { errorAt, excerpt, type Path, type Problem, relyingOn } from '../problem';
import { fieldAt } from './fields';
import { isQualifiedName } from './names';
import { thousandthsOf } from './quantity';

const HUGE_PAGES = 'hugepages-';
const STANDARD = ['cpu', 'memory', 'ephemeral-storage'];

/**
 * Returns what an API server refuses in the requests and limits of a container. Source: Kubernetes 1.34,
 * pkg/apis/core/validation/validation.go (ValidateContainerResourceRequirements) and pkg/apis/core/helper/helpers.go;
 * the same since 1.9.
 * @param path of the resources
 */
export function resourceFaults(resources: unknown, path: Path): Problem[] {
  const [requests, limits] = [quantitiesIn(resources, 'requests'), quantitiesIn(resources, 'limits')];
  return [
    ...[...limits].flatMap(([name, value]) => faultOf(name, value, [...path, 'limits', name])),
    ...[...requests].flatMap(([name, value]) => {
      const at = [...path, 'requests', name];
      const faults = faultOf(name, value, at);
      return faults.length > 0
        ? faults
        : aboveLimit(name, value, limits.get(name), at).map((fault) =>
            relyingOn(fault, [...path, 'limits', name]),
          );
    }),
    ...hugePagesAlone([...requests.keys(), ...limits.keys()], path),
  ];
}

function quantitiesIn(resources: unknown, list: 'requests' | 'limits'): ReadonlyMap<string, unknown> {
  const quantities = fieldAt(resources, list);
  return new Map(isMap(quantities) ? Object.entries(quantities).filter(([, value]) => value != null) : []);
}

/** Whether a resource comes in whole devices, for example `nvidia.com/gpu`. */
function isDevice(name: string): boolean {
  return name.includes('/') && !name.includes('kubernetes.io/');
}

function faultOf(name: string, value: unknown, at: Path): Problem[] {
  const isKnown = isDevice(name)
    ? !name.startsWith('requests.') && isQualifiedName(`requests.${name}`)
    : name.includes('/') || STANDARD.includes(name) || name.startsWith(HUGE_PAGES);
  if (!isKnown) {
    const expected = 'cpu, memory, ephemeral-storage, hugepages-<size> or a device such as nvidia.com/gpu';
    return [
      { ...errorAt(at, `expected ${expected}, got ${excerpt(name)}`, 'Correct the name'), atKey: true },
    ];
  }
  const amount = amountOf(value);
  if (!isDevice(name) || amount === undefined || amount % 1000n === 0n) return [];
  return [
    errorAt(
      at,
      `expected a whole number of devices, got ${excerpt(value)}`,
      'Write a whole number, such as 1',
    ),
  ];
}

function amountOf(value: unknown): bigint | undefined {
  return typeof value === 'string' || typeof value === 'number' ? thousandthsOf(value) : undefined;
}

function aboveLimit(name: string, value: unknown, limit: unknown, at: Path): Problem[] {
  const isExact = isDevice(name) || name.startsWith(HUGE_PAGES);
  const [wanted, most] = [amountOf(value), amountOf(limit)];
  if (isExact && limit === undefined)
    return [
      errorAt(at, `expected a limit of the same amount beside it, got none`, `Write limits.${name} as well`),
    ];
  if (wanted === undefined || most === undefined || wanted === most) return [];
  if (isExact)
    return [
      errorAt(
        at,
        `expected the amount of the limit, ${excerpt(limit)}, got ${excerpt(value)}`,
        'Write the same amount in requests and limits, or leave the request out',
      ),
    ];
  if (wanted < most) return [];
  return [
    errorAt(
      at,
      `expected at most the limit, ${excerpt(limit)}, got ${excerpt(value)}`,
      'Raise the limit, or lower the request',
    ),
  ];
}

function hugePagesAlone(names: readonly string[], path: Path): Problem[] {
  if (!names.some((name) => name.startsWith(HUGE_PAGES))) return [];
  if (names.includes('cpu') || names.includes('memory')) return [];
  return [
    errorAt(path, 'expected cpu or memory beside huge pages, got neither', 'Add a request of cpu or memory'),
  ];
}
