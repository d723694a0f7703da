import { schema as schema10 } from '../../istio-1.0/line';
import { MINORS_CURRENT } from '../../istio-current/facts/releases';
import { schema as schemaCurrent } from '../../istio-current/line';
import { type Field, type FieldNotes, notesOn, zod } from './leaf';

/**
 * The JSON Schema of mesh.yaml, for editors; made from the schemas that validate it. The release says which of them
 * holds, and until there is one that of Istio 1.0 does.
 */
export function meshJsonSchema(): object {
  const [istio10, current] = [ofLine(schema10), ofLine(schemaCurrent)];
  current.properties.istio = { ...describedOf(current.properties.istio), anyOf: RELEASES_CURRENT };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'An Istio mesh for cdk8s-istio-remote',
    type: 'object',
    required: ['istio'],
    properties: { istio: { anyOf: [istio10.properties.istio, ...RELEASES_CURRENT] } },
    if: { properties: { istio: { type: 'string', pattern: '^1\\.0(?:\\.|$)' } } },
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema calls it so.
    then: istio10,
    else: current,
  };
}

/** Without quotes a release such as 1.30 is a number for YAML, and read as it was written all the same. */
const RELEASES_CURRENT = [
  {
    type: 'string',
    pattern: `^(?:${MINORS_CURRENT.map((minor) => minor.replace('.', '\\.')).join('|')})(?:\\.(?:0|[1-9]\\d*))?$`,
  },
  { type: 'number', enum: MINORS_CURRENT.map(Number) },
];

interface JsonSchema {
  readonly properties: Record<string, object>;
}

function ofLine(schema: Field): JsonSchema {
  return jsonSchemaOf(schema, (notes) => {
    const byDefault = notes.default === undefined ? '' : ` Default: ${notes.default}.`;
    return `${whatItSays(notes)}${byDefault}`;
  }) as JsonSchema;
}

/**
 * The JSON Schema of a field.
 * @param describe the description of a field with notes
 */
export function jsonSchemaOf(schema: Field, describe: (notes: FieldNotes) => string): object {
  const { $schema: _, ...json } = zod().toJSONSchema(schema.schema(), {
    io: 'input',
    target: 'draft-7',
    override: ({ zodSchema, jsonSchema }) => {
      const notes = notesOn(zodSchema);
      if (notes !== undefined) jsonSchema.description = describe(notes);
    },
  });
  return json;
}

/** What a field says, and the Helm value that it replaces. */
export function whatItSays({ description, helm }: FieldNotes): string {
  return helm === undefined ? description : `${description} Replaces ${helm}.`;
}

function describedOf(property: object | undefined): object {
  return property !== undefined && 'description' in property ? { description: property.description } : {};
}
