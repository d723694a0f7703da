import type { Field } from '../../src/mesh/schema/fields';
import type { Path } from '../../src/problem';

export interface Leaf {
  readonly path: Path;
  readonly field: Field;
}

/** Every place of a schema with a single value, a list of them or a map with free keys. */
export function leavesOf(field: Field, path: Path = []): Leaf[] {
  const { def } = field as unknown as { readonly def: Record<string, unknown> };
  if (def.innerType !== undefined) return leavesOf(def.innerType as Field, path);
  if (def.options !== undefined) {
    const options = def.options as readonly Field[];
    const inner = options.flatMap((option) =>
      leavesOf(option, path).filter((leaf) => leaf.path.length > path.length),
    );
    return [{ path, field }, ...inner];
  }
  if (def.shape !== undefined)
    return Object.entries(def.shape as Record<string, Field>).flatMap(([key, inner]) =>
      leavesOf(inner, [...path, key]),
    );
  const element = def.element as Field | undefined;
  const isList = element !== undefined && 'shape' in (element as unknown as { def: object }).def;
  return isList ? leavesOf(element, [...path, 0]) : [{ path, field }];
}

/** The same mesh with another value at a path. */
export function withValue(input: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value;
  const inner =
    typeof input === 'object' && input !== null
      ? (input as Record<string | number, unknown>)[step]
      : undefined;
  const changed = withValue(inner, rest, value);
  if (Array.isArray(input)) return input.map((item, index) => (index === step ? changed : item));
  if (typeof step === 'number') return [changed];
  return { ...(typeof input === 'object' ? input : {}), [step]: changed };
}
