import type { Field } from '../../../src/mesh/schema/fields';

/** The parts of a zod schema that this file reads. */
interface Definition {
  readonly type: string;
  readonly innerType?: Node;
  readonly shape?: Readonly<Record<string, Node>>;
  readonly element?: Node;
  readonly keyType?: Node;
  readonly valueType?: Node;
  readonly options?: readonly Node[];
}
interface Node {
  readonly _zod: { readonly def: Definition };
}

/**
 * Returns every place of a mesh file that may have text, with the notes on that text. `[]` is an item of a list, `{}`
 * a value of a map with any keys, `{key}` such a key, `remote` an item of `remotes` and `defaults`, `primary` also
 * one of `primaries`, and `resources` those of any container. Leaves out words of a closed set.
 */
export function textFields(mesh: Field): Map<string, Field> {
  const found = new Map<string, Field>();
  const visit = (node: Node, path: string): void => {
    const { type, innerType, shape = {}, element, keyType, valueType, options = [] } = node._zod.def;
    for (const [key, inner] of Object.entries(shape)) visit(inner, path === '' ? key : `${path}.${key}`);
    for (const option of options) visit(option, path);
    if (innerType !== undefined) visit(innerType, path);
    if (element !== undefined) visit(element, `${path}[]`);
    if (keyType !== undefined) visit(keyType, `${path}{key}`);
    if (valueType !== undefined) visit(valueType, `${path}{}`);
    if (type === 'string') found.set(shortened(path), node as unknown as Field);
  };
  visit(mesh as unknown as Node, '');
  return found;
}

function shortened(path: string): string {
  return path
    .replace(/^(?:defaults|remotes\[\])(?=\.)/, 'remote')
    .replace(/^primaries\[\](?=\.)/, 'primary')
    .replace(/^.*\.(?:resources|defaultResources)\./, 'resources.');
}
