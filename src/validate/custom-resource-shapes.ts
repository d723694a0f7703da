import definitions from 'imports:crds';
import { isMap } from '../is-map';
import type { KubernetesShapes, ServedKind } from './kubernetes-shapes';
import type { Field, ObjectShape, Shape, SimpleShape } from './shape';

/** A version of a custom resource as this project describes it. */
interface Described {
  readonly namespaced: boolean;
  readonly schema: Readonly<Record<string, unknown>>;
}

let byKind: ReadonlyMap<string, Described> | undefined;

/**
 * The shape of a custom resource that this project makes, out of its own description of it (imports/crds), which
 * names only the fields that we write: it says nothing about resources that people write.
 * @returns undefined for a resource that nobody here describes
 */
export function customResource(
  apiVersion: string,
  kind: string,
  kubernetes: KubernetesShapes,
): ServedKind | undefined {
  byKind ??= describedKinds();
  const described = byKind.get(`${apiVersion} ${kind}`);
  if (described === undefined) return undefined;
  const { is, fields, ...shape } = objectShape(described.schema);
  const text: Field = { shape: { is: 'text' }, required: true };
  const metadata: Field = { shape: kubernetes.metadata, required: true };
  const own: readonly (readonly [string, Field])[] = [
    ['apiVersion', text],
    ['kind', text],
    ['metadata', metadata],
    ['status', { shape: { is: 'anything' }, required: false }],
  ];
  return {
    shape: { ...shape, is, fields: () => new Map([...fields(), ...own]) },
    namespaced: described.namespaced,
  };
}

function describedKinds(): Map<string, Described> {
  const found = new Map<string, Described>();
  for (const { spec } of definitions) {
    for (const { name, schema } of spec.versions) {
      found.set(`${spec.group}/${name} ${spec.names.kind}`, {
        namespaced: spec.scope === 'Namespaced',
        schema: schema.openAPIV3Schema,
      });
    }
  }
  return found;
}

/** Keywords of a schema that are checked here, or that nobody has to check. A test holds imports/crds to them. */
export const CHECKED_KEYWORDS: readonly string[] = [
  'additionalProperties',
  'default',
  'description',
  'enum',
  'format',
  'items',
  'maxLength',
  'maximum',
  'minItems',
  'minLength',
  'minimum',
  'nullable',
  'pattern',
  'properties',
  'required',
  'type',
  'x-kubernetes-int-or-string',
  'x-kubernetes-preserve-unknown-fields',
];

function shapeOf(schema: unknown): Shape {
  if (!isMap(schema)) return { is: 'anything' };
  if (schema['x-kubernetes-int-or-string'] === true) return { is: 'integer or text' };
  switch (schema.type) {
    case 'object':
      if (schema.additionalProperties !== undefined)
        return { is: 'map', value: shapeOf(schema.additionalProperties) };
      return objectShape(schema);
    case 'array':
      return { is: 'list', item: shapeOf(schema.items), ...bound('shortest', schema.minItems) };
    case 'string':
      return { is: 'text', ...limits(schema) };
    case 'integer':
      return { is: 'integer', ...limits(schema) };
    case 'number':
      return { is: 'number', ...limits(schema) };
    case 'boolean':
      return { is: 'truth' };
    default:
      return { is: 'anything' };
  }
}

function objectShape(schema: Readonly<Record<string, unknown>>): ObjectShape {
  const properties = isMap(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  return {
    is: 'object',
    type: '',
    open: schema['x-kubernetes-preserve-unknown-fields'] === true || schema.properties === undefined,
    fields: () =>
      new Map(
        Object.entries(properties).map(([name, inner]) => [
          name,
          { shape: shapeOf(inner), required: required.includes(name) && !hasDefault(inner) },
        ]),
      ),
  };
}

/** The server fills in what is left out before it asks for it. */
function hasDefault(schema: unknown): boolean {
  return isMap(schema) && schema.default !== undefined;
}

function limits(schema: Readonly<Record<string, unknown>>): Omit<SimpleShape, 'is'> {
  return {
    ...(Array.isArray(schema.enum) ? { allowed: schema.enum } : {}),
    ...(typeof schema.pattern === 'string' ? { pattern: new RegExp(schema.pattern, 'u') } : {}),
    ...bound('least', schema.minimum),
    ...bound('most', schema.maximum),
    ...bound('shortest', schema.minLength),
    ...bound('longest', schema.maxLength),
  };
}

function bound(
  name: 'least' | 'most' | 'shortest' | 'longest',
  value: unknown,
): { readonly [key: string]: number } {
  return typeof value === 'number' ? { [name]: value } : {};
}
