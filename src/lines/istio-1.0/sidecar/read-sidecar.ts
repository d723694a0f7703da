import type { Plain, Sidecar } from '../../../inject/injector';
import { isMap } from '../../../is-map';
import { readManifest } from '../../../kubernetes/text/read-yaml';
import { UserError } from '../../../problem';
import { type Shape, SIDECAR_SHAPE } from './sidecar-shape';

/**
 * Reads what an injection template gave into Kubernetes' types, as the injector does: a number where a text belongs
 * becomes text, and fields that Kubernetes lacks vanish.
 * @throws UserError
 */
export function readSidecar(text: string): Sidecar {
  const { value, problems, unread } = readManifest(text);
  if (unread.length > 0)
    throw new UserError(`the injection template gives no valid YAML for this pod: ${problems[0]?.message}`);
  return (read(value, { fields: SIDECAR_SHAPE }, '') ?? {}) as Sidecar;
}

function read(value: unknown, shape: Shape, path: string): Plain | undefined {
  const isScalar = typeof value !== 'object' || value === null;
  if (shape === 'text') return isScalar ? String(value ?? '') : wrong(path, 'a text');
  if (value === undefined || value === null) return undefined;
  if (typeof shape === 'string') {
    if (!isScalar) return wrong(path, `a ${shape}`);
    if (shape === 'any' || typeof value === (shape === 'number' ? 'number' : 'boolean'))
      return value as Plain;
    return wrong(path, shape === 'number' ? 'a number' : 'true or false');
  }
  if ('list' in shape) {
    if (!Array.isArray(value)) return wrong(path, 'a list');
    return value.map((item, index) => read(item, shape.list, `${path}[${index}]`) ?? {});
  }
  if (!isMap(value)) return wrong(path, 'a map');
  const entries = Object.entries(value).flatMap(([key, inner]) => {
    const type =
      'map' in shape ? shape.map : Object.hasOwn(shape.fields, key) ? shape.fields[key] : undefined;
    const found = type === undefined ? undefined : read(inner, type, path === '' ? key : `${path}.${key}`);
    return found === undefined ? [] : [[key, found] as const];
  });
  return Object.fromEntries(entries);
}

function wrong(path: string, expected: string): never {
  throw new UserError(
    `the injection template gives ${path} that Kubernetes cannot read: expected ${expected}`,
  );
}
