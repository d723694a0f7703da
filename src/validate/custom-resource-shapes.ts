import definitions from 'imports:crds';
import { isMap } from '../is-map';
import type { KubernetesShapes, ServedKind } from './kubernetes-shapes';
import type { Field, ObjectShape, Shape, SimpleShape } from './shape';

/** A version of a custom resource, as described by this project. */
interface Described {
  readonly namespaced: boolean;
  readonly schema: Readonly<Record<string, unknown>>;
}

let byKind: ReadonlyMap<string, Described> | undefined;

/**
 * Returns the shape of a custom resource from this project's own description (imports/crds). It only contains the
 * fields that we write, so it does not fit users' resources.
 * @returns undefined for a resource that is not in imports/crds
 */
export function customResource(
  apiVersion: string,
  kind: string,
  kubernetes: KubernetesShapes,
): ServedKind | undefined {
  byKind ??= describedKinds();
  const described = byKind.get(`${apiVersion} ${kind}`);
  if (described === undefined) return undefined;
  const shape = objectShape(described.schema);
  const own: readonly (readonly [string, Field])[] = [
    ['apiVersion', { shape: { is: 'text' }, required: true }],
    ['kind', { shape: { is: 'text' }, required: true }],
    ['metadata', { shape: kubernetes.metadata, required: true }],
    ['status', { shape: { is: 'anything' }, required: false }],
  ];
  const fields = () => new Map([...shape.fields(), ...own]);
  return { shape: { ...shape, fields }, namespaced: described.namespaced };
}

function describedKinds(): Map<string, Described> {
  return new Map(
    definitions.flatMap(({ spec }) =>
      spec.versions.map(({ name, schema }): [string, Described] => [
        `${spec.group}/${name} ${spec.names.kind}`,
        { namespaced: spec.scope === 'Namespaced', schema: schema.openAPIV3Schema },
      ]),
    ),
  );
}

function shapeOf(schema: unknown): Shape {
  if (!isMap(schema)) return { is: 'anything' };
  if (schema['x-kubernetes-int-or-string'] === true) return { is: 'integer or text' };
  switch (schema.type) {
    case 'object':
      if (schema['x-kubernetes-preserve-unknown-fields'] === true)
        return { is: 'map', value: { is: 'anything' } };
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
          // The server fills in a default before it requires the field.
          {
            shape: shapeOf(inner),
            required: required.includes(name) && !(isMap(inner) && 'default' in inner),
          },
        ]),
      ),
  };
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
