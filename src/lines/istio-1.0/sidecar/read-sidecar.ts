import { YAMLException } from 'js-yaml';
import type { Plain, Sidecar } from '../../../inject/injector';
import { type Shape, SIDECAR_SHAPE } from '../../../inject/kubernetes-shapes';
import type { YamlNode } from '../../../inject/yaml-node';
import { readTree } from '../../../inject/yaml-tree';
import { entriesOf, isNull, resolved, scalarValue } from '../../../inject/yaml-value';
import { UserError } from '../../../problem';

/**
 * Reads what an injection template gave into Kubernetes' types, as the injector does: a number where a text belongs
 * becomes text, and fields that Kubernetes lacks vanish.
 * @throws UserError
 */
export function readSidecar(text: string): Sidecar {
  try {
    const root = readTree(text);
    return (root === undefined ? {} : (read(root, { fields: SIDECAR_SHAPE }, '') ?? {})) as Sidecar;
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    throw new UserError(`the injection template gives no valid YAML for this pod: ${error.reason}`);
  }
}

function read(node: YamlNode, shape: Shape, path: string): Plain | undefined {
  const value = resolved(node);
  if (value === undefined) return wrong(path, 'something');
  if (shape === 'text')
    return value.kind === 'scalar' ? String(scalarValue(value) ?? '') : wrong(path, 'a text');
  if (isNull(value)) return undefined;
  if (typeof shape === 'string') {
    if (value.kind !== 'scalar') return wrong(path, `a ${shape}`);
    const scalar = scalarValue(value) ?? '';
    if (shape === 'any' || typeof scalar === (shape === 'number' ? 'number' : 'boolean')) return scalar;
    return wrong(path, shape === 'number' ? 'a number' : 'true or false');
  }
  if ('list' in shape) {
    if (value.kind !== 'list') return wrong(path, 'a list');
    return value.items.map((item, index) => read(item.node, shape.list, `${path}[${index}]`) ?? {});
  }
  if (value.kind !== 'map') return wrong(path, 'a map');
  const entries = [...entriesOf(value)].flatMap(([key, inner]) => {
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
