import { type Field, jsonSchemaOf, whatItSays } from '../mesh/schema/fields';
import { loadLine } from './registry';

/**
 * Returns the JSON Schema of mesh.yaml for editors, generated from the schemas that validate it. The release selects
 * the line; without a release, Istio 1.0 applies.
 */
export async function meshJsonSchema(): Promise<object> {
  const [line10, lineCurrent] = await Promise.all([loadLine('1.0'), loadLine('current')]);
  const [istio10, current] = [ofLine(line10.schema), ofLine(lineCurrent.schema)];
  // A mesh has either `primary` or `primaries`; a rule checks the same.
  current.oneOf = [{ required: ['primary'] }, { required: ['primaries'] }];
  current.properties.istio = { ...describedOf(current.properties.istio), anyOf: lineCurrent.releases };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'An Istio mesh for cdk8s-istio-remote',
    type: 'object',
    required: ['istio'],
    properties: { istio: { anyOf: [istio10.properties.istio, ...lineCurrent.releases] } },
    if: { properties: { istio: { type: 'string', pattern: '^1\\.0(?:\\.|$)' } } },
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema calls it so.
    then: istio10,
    else: current,
  };
}

interface JsonSchema {
  readonly properties: Record<string, object>;
  oneOf?: readonly object[];
}

function ofLine(schema: Field): JsonSchema {
  return jsonSchemaOf(schema, (notes) => {
    const byDefault = notes.default === undefined ? '' : ` Default: ${notes.default}.`;
    return `${whatItSays(notes)}${byDefault}`;
  }) as JsonSchema;
}

function describedOf(property: object | undefined): object {
  return property !== undefined && 'description' in property ? { description: property.description } : {};
}
